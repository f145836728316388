//! A report as one file of HTML that stands alone: no script, nothing fetched, one inline style.
//!
//! One writer escapes every text. Texts come from documents, and documents from anywhere: what could end a tag, turn
//! the direction of what follows or ring a bell is shown as what it is, never obeyed.

use super::{Block, Cell, Line, Link, Report, Row, Table};
use crate::{
    verdict::Outcome,
    words::{outcome, pick},
};
use catalog::Lang;

/// The styles. Verdicts are told apart by word and pattern; on paper everything is black on white.
const STYLE: &str = "\
:root{color-scheme:light dark;--ink:light-dark(#1b2330,#e9ecf1);--quiet:light-dark(#505a69,#a9b3c2);--paper:light-dark(#fff,#14171c);--soft:light-dark(#f1f0ec,#1f242c);--line:light-dark(#c9c6bc,#3d4552);--accent:light-dark(#1d3f8f,#9db9ff);--i:light-dark(#0b6e69,#5fd0c5);--s:light-dark(#6a3fb0,#c4a6ff);--r:light-dark(#8f4a00,#ffb866);--n:light-dark(#59616d,#9aa4b3)}\
*{box-sizing:border-box}\
body{margin:0 auto;padding:24px clamp(12px,3vw,40px) 64px;max-width:1500px;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",sans-serif;overflow-wrap:anywhere}\
h1,h2,h3{line-height:1.25;margin:2em 0 .5em;text-wrap:balance}h1{font-size:1.75rem;margin-top:.5em}h2{font-size:1.3rem;border-bottom:2px solid;padding-bottom:4px}h3{font-size:1.05rem}\
p,dd,li,td,th,caption{white-space:pre-line;unicode-bidi:plaintext}p,ul,dl{margin:.5em 0;max-width:75em}\
a{color:var(--accent)}:target{outline:2px solid var(--accent)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}\
nav ol{columns:18em;list-style:none;padding:0;margin:0}nav{background:var(--soft);padding:12px 16px}nav li{break-inside:avoid}\
dl{display:grid;grid-template-columns:minmax(8em,max-content) 1fr;gap:2px 16px}dt{font-weight:600}dd{margin:0}\
.notice{border:2px solid;padding:8px 14px;font-weight:600;max-width:75em}\
table{border-collapse:collapse;width:100%;margin:1em 0 1.5em;font-size:.875rem;line-height:1.4;table-layout:fixed}caption{text-align:start;font-weight:600;padding:4px 0}\
th,td{border:1px solid var(--line);padding:5px 7px;text-align:start;vertical-align:top}thead th{background:var(--soft)}tbody th{font-weight:650}th p+p{font-weight:400}\
.g th{font-size:1.05em;border-top:2px solid var(--ink);background:var(--soft)}.h td{font-weight:600;color:var(--quiet)}\
td p,th p{margin:0 0 6px}b{font-weight:650}\
.v{font-weight:650}.v+p{margin-top:3px}.v::before{content:\"\";display:inline-block;width:.8em;height:.8em;margin-inline-end:.4em;border:1.5px solid;forced-color-adjust:none;print-color-adjust:exact}\
.inherited{color:var(--i)}.inherited::before{background:repeating-linear-gradient(0deg,currentColor 0 2px,#0000 2px 4px)}.shared{color:var(--s)}.shared::before{background:linear-gradient(135deg,currentColor 50%,#0000 50%)}.remains{color:var(--r)}.remains::before{background:currentColor}.not_applicable{color:var(--n)}.not_applicable::before{border-style:dotted}\
.box{display:inline-block;width:1em;height:1em;border:1.5px solid}\
.xs{width:5em}.id{width:5.6em}.vd{width:17%}.vn{width:12%}.sm{width:11%}.md{width:17%}.wd{width:26%}.no{width:8.2em}\
@media screen and (max-width:60em){thead{display:none}table,tbody,tr,th,td,caption{display:block}tr{border-top:2px solid var(--line);padding:4px 0}th,td{border:0;padding:2px 0}td:empty{display:none}td::before{font-weight:600;color:var(--quiet)}dl{grid-template-columns:1fr}dd{margin-bottom:6px}}\
@media print{:root{color-scheme:light;--ink:#000;--quiet:#333;--paper:#fff;--soft:#fff;--line:#777;--accent:#000;--i:#000;--s:#000;--r:#000;--n:#000}\
body{font:9.5pt/1.35 Arial,\"Liberation Sans\",Helvetica,sans-serif;padding:0;max-width:none}h1{font-size:18pt}h2{font-size:13pt}h3{font-size:11pt}h1,h2,h3,caption{break-after:avoid}a{text-decoration:none}\
table{font-size:7.5pt;line-height:1.22;margin:4pt 0 10pt}th,td{padding:1.5pt 3.5pt}.h td{padding:1pt 3.5pt}.box{font-size:1.2em}td p,th p{margin:0 0 1.2pt}.v{display:block}.v~p{display:inline}.v~p+p::before{content:\" · \"}#requirements{break-before:page;margin-top:0}h2{margin:14pt 0 5pt}h3{margin:9pt 0 4pt}thead{break-after:avoid}tbody:first-of-type,thead+tbody>tr:first-child{break-before:avoid}tr,li,.notice{break-inside:avoid}thead{display:table-header-group}.g,.h{break-after:avoid}thead th{border-bottom:1.5pt solid}p{orphans:3;widows:3}nav{padding:0}p+ul{break-before:avoid}#services,#by-chapter,#caveats,#words{break-inside:avoid}}";

/// How paper is cut; the running texts follow, and a brace.
const PAPER: &str = "@page{size:A4 landscape;margin:12mm 9mm 11mm;font:8pt Arial,\"Liberation Sans\",Helvetica,sans-serif;@bottom-right{content:counter(page)\" / \"counter(pages)}";

/// The report as a file.
pub fn page(report: &Report) -> String {
    let mut out = Out::new(report, 800_000);
    out.raw("<!DOCTYPE html>\n<html lang=\"");
    out.raw(report.lang.tag());
    out.raw("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    out.text(&report.title);
    out.raw("</title>\n<style>");
    out.raw(STYLE);
    out.paper(report);
    out.all_labels(report);
    out.raw("</style>\n</head>\n<body>\n<main>\n");
    out.blocks(report);
    out.raw("</main>\n</body>\n</html>\n");
    out.html
}

/// The report as a part of another page: what stands between the tags of its body.
pub fn body(report: &Report) -> String {
    let mut out = Out::new(report, 800_000);
    out.raw("<div class=\"body\">");
    out.blocks(report);
    out.raw("</div>");
    out.html
}

/// The styles of [`body`] inside a shadow root, where the host stands for the root and light or dark is the page's choice.
pub fn style(report: &Report) -> String {
    let mut out = Out::new(report, 16_000);
    out.raw(STYLE);
    out.all_labels(report);
    out.html.replace(":root", ":host").replace("body{", ".body{").replace("color-scheme:light dark;", "")
}

/// How paper is cut when [`body`] is printed: its format, margins, running texts and page numbers.
pub fn paper(report: &Report) -> String {
    let mut out = Out::new(report, 1_000);
    out.paper(report);
    out.html
}

struct Out {
    html: String,
    lang: Lang,
}

/// What is shown for a character that is not one to read: controls, and those that turn the direction of what follows.
const SHOWN: char = '\u{fffd}';

fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Out {
    fn new(report: &Report, capacity: usize) -> Self {
        Self { html: String::with_capacity(capacity), lang: report.lang }
    }

    fn paper(&mut self, report: &Report) {
        self.raw(PAPER);
        for (place, said) in ["@top-left", "@top-right", "@bottom-left"].iter().zip(&report.running) {
            self.raw(place);
            self.raw("{content:");
            self.css(said);
            self.raw("}");
        }
        self.raw("}");
    }

    fn all_labels(&mut self, report: &Report) {
        for block in &report.blocks {
            if let Block::Table(table) = block {
                self.labels(table);
            }
        }
    }

    fn blocks(&mut self, report: &Report) {
        for (at, block) in report.blocks.iter().enumerate() {
            self.block(block);
            if at == 0 {
                self.contents(&report.blocks);
            }
        }
    }

    /// Markup of ours. Nothing else in this file writes `<`.
    fn raw(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Any text, in an element or in a quoted attribute.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '&' => self.raw("&amp;"),
                '"' => self.raw("&quot;"),
                '\n' => self.html.push('\n'),
                '\r' => {}
                '\t' => self.html.push(' '),
                c if is_hidden(c) => self.html.push(SHOWN),
                c => self.html.push(c),
            }
        }
    }

    /// Any text as a string of the style sheet: what is neither a plain letter, digit nor blank goes by its number, so that no
    /// quote ends the string and no tag ends the style.
    fn css(&mut self, text: &str) {
        self.html.push('"');
        for c in text.chars() {
            if c.is_ascii_alphanumeric() || c == ' ' {
                self.html.push(c);
            } else {
                let c = if is_hidden(c) { SHOWN } else { c };
                let number = u32::from(c);
                self.html.push('\\');
                let mut begun = false;
                for shift in [20, 16, 12, 8, 4, 0] {
                    let digit = (number >> shift) & 15;
                    begun |= digit > 0;
                    if begun {
                        self.html.extend(char::from_digit(digit, 16));
                    }
                }
                self.html.push(' ');
            }
        }
        self.html.push('"');
    }

    /// A text with the addresses of the web in it as links. Only http and https: no other scheme is looked for.
    fn linked(&mut self, text: &str) {
        for (at, word) in text.split(' ').enumerate() {
            if at > 0 {
                self.html.push(' ');
            }
            let address = word.trim_end_matches(['.', ',', ';', ')', '»', '\u{202f}']);
            let is_address =
                ["https://", "http://"].iter().any(|s| address.len() > s.len() && address.starts_with(s));
            if is_address && !address.contains(|c: char| c.is_whitespace() || is_hidden(c)) {
                self.raw("<a rel=\"noreferrer noopener\" href=\"");
                self.text(address);
                self.raw("\">");
                self.text(address);
                self.raw("</a>");
                self.text(word.strip_prefix(address).unwrap_or_default());
            } else {
                self.text(word);
            }
        }
    }

    fn label(&mut self, label: &str) {
        self.text(label);
        self.raw(pick(self.lang, "\u{a0}: ", ": "));
    }

    fn line(&mut self, line: &Line, labelled: bool) {
        if labelled && !line.label.is_empty() {
            self.raw("<b>");
            self.label(&line.label);
            self.raw("</b>");
        }
        match &line.link {
            Link::None => self.text(&line.text),
            Link::Web => self.linked(&line.text),
            Link::Place(id) => {
                self.raw("<a href=\"#");
                self.text(id);
                self.raw("\">");
                self.text(&line.text);
                self.raw("</a>");
            }
        }
    }

    fn id(&mut self, id: &str) {
        if !id.is_empty() {
            self.raw(" id=\"");
            self.text(id);
            self.raw("\"");
        }
    }

    /// An element around a text.
    fn element(&mut self, tag: &str, text: &str) {
        self.raw("<");
        self.raw(tag);
        self.raw(">");
        self.text(text);
        self.raw("</");
        self.raw(tag);
        self.raw(">\n");
    }

    /// The list of sections.
    fn contents(&mut self, blocks: &[Block]) {
        self.raw("<nav aria-label=\"");
        self.raw(pick(self.lang, "Sommaire", "Contents"));
        self.raw("\"><ol>\n");
        for block in blocks {
            if let Block::Heading { level: 2, id, text } = block {
                self.raw("<li><a href=\"#");
                self.text(id);
                self.raw("\">");
                self.text(text);
                self.raw("</a></li>\n");
            }
        }
        self.raw("</ol></nav>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, id, text } => {
                let tag = match level {
                    1 => "h1",
                    2 => "h2",
                    _ => "h3",
                };
                self.raw("<");
                self.raw(tag);
                self.id(id);
                self.raw(">");
                self.text(text);
                self.raw("</");
                self.raw(tag);
                self.raw(">\n");
            }
            Block::Paragraph(text) => self.element("p", text),
            Block::Notice(text) => {
                self.raw("<p class=\"notice\">");
                self.text(text);
                self.raw("</p>\n");
            }
            Block::Facts(lines) => {
                self.raw("<dl>\n");
                for line in lines {
                    self.element("dt", &line.label);
                    self.raw("<dd>");
                    self.line(line, false);
                    self.raw("</dd>\n");
                }
                self.raw("</dl>\n");
            }
            Block::List(lines) => {
                self.raw("<ul>\n");
                for line in lines {
                    self.raw("<li>");
                    self.line(line, true);
                    self.raw("</li>\n");
                }
                self.raw("</ul>\n");
            }
            Block::Table(table) => self.table(table),
        }
    }

    /// On a narrow screen a row is a card, and each cell says its column's head.
    fn labels(&mut self, table: &Table) {
        self.raw("@media screen and (max-width:60em){");
        for (at, column) in table.columns.iter().enumerate().skip(1) {
            self.raw("#");
            self.raw(&table.id);
            self.raw(" .c td:nth-child(");
            self.raw(&(at + 1).to_string());
            self.raw(")::before{content:");
            self.css(&column.head);
            self.raw("\"");
            self.raw(pick(self.lang, "\u{a0}: ", ": "));
            self.raw("\"}");
        }
        self.raw("}");
    }

    fn table(&mut self, table: &Table) {
        self.raw("<table");
        self.id(&table.id);
        self.raw(">\n");
        self.element("caption", &table.caption);
        self.raw("<colgroup>");
        for column in &table.columns {
            self.raw("<col class=\"");
            self.raw(column.class);
            self.raw("\">");
        }
        self.raw("</colgroup>\n<thead><tr>");
        for column in &table.columns {
            self.raw("<th scope=\"col\">");
            self.text(&column.head);
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n");
        let span = table.columns.len().to_string();
        for group in &table.groups {
            self.raw("<tbody>\n");
            if let Some(head) = &group.head {
                self.raw("<tr class=\"g\"><th scope=\"rowgroup\" colspan=\"");
                self.raw(&span);
                self.raw("\">");
                self.text(head);
                self.raw("</th></tr>\n");
            }
            for row in &group.rows {
                match row {
                    Row::Head(head) => {
                        self.raw("<tr class=\"h\"><td colspan=\"");
                        self.raw(&span);
                        self.raw("\">");
                        self.text(head);
                        self.raw("</td></tr>\n");
                    }
                    Row::Cells { id, cells } => {
                        self.raw("<tr class=\"c\"");
                        self.id(id);
                        self.raw(">");
                        for (at, cell) in cells.iter().enumerate() {
                            self.raw(if at == 0 { "<th scope=\"row\">" } else { "<td>" });
                            self.cell(cell);
                            self.raw(if at == 0 { "</th>" } else { "</td>" });
                        }
                        self.raw("</tr>\n");
                    }
                }
            }
            self.raw("</tbody>\n");
        }
        self.raw("</table>\n");
    }

    fn cell(&mut self, cell: &Cell) {
        match cell {
            Cell::Text(text) => self.text(text),
            Cell::Verdict(verdict, lines) => {
                self.verdict(*verdict);
                self.lines(lines);
            }
            Cell::Lines(lines) => self.lines(lines),
            Cell::Tick => {
                self.raw("<span class=\"box\" role=\"img\" aria-label=\"");
                self.raw(pick(self.lang, "à cocher", "to tick"));
                self.raw("\"></span>");
            }
            Cell::Blank => {}
        }
    }

    fn lines(&mut self, lines: &[Line]) {
        for line in lines {
            self.raw("<p>");
            self.line(line, true);
            self.raw("</p>");
        }
    }

    fn verdict(&mut self, verdict: Outcome) {
        self.raw("<span class=\"v ");
        self.raw(verdict.id());
        self.raw("\">");
        self.text(outcome(verdict, self.lang));
        self.raw("</span>");
    }
}
