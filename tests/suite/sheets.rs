//! Spreadsheets: what is written is read back as it was, by us and by a library alone; files made to harm are refused,
//! and none stops the program.

use calamine::Reader;
use catalog::Lang;
use model::{
    Date,
    export::csv::Csv,
    table::{Column, Field, Format, Grid, Kind, Refusal, Sheet, Use, Value, Workbook, wire},
    verdict::Outcome,
    words,
};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use sheets::{Limits, read, write};
use std::{
    io::{Cursor, Read, Write},
    panic,
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

const XLSX_MAIN: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

fn date(year: u16, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn column(head: &str, kind: Kind, open: bool, choices: &[&str]) -> Column {
    let choices = choices.iter().map(|c| (*c).to_owned()).collect();
    Column { head: head.to_owned(), kind, width: 20, open, choices }
}

fn sample(lang: Lang) -> Workbook {
    let outcomes: Vec<&str> = Outcome::ALL.iter().map(|o| words::outcome(*o, lang)).collect();
    let row = |id: &str, outcome, value: Value| {
        vec![
            text(id),
            Value::Verdict(outcome),
            Value::Date(date(2027, 3, 9)),
            Value::Number(-7),
            value,
            Value::Empty,
        ]
    };
    Workbook {
        lang,
        title: "Paie & co [essai]".to_owned(),
        day: date(2026, 1, 31),
        sheets: vec![
            Sheet {
                name: "Couverture".to_owned(),
                kind: Use::Page,
                frozen: 0,
                columns: vec![column("", Kind::Short, false, &[]), column("", Kind::Prose, false, &[])],
                rows: vec![
                    vec![text("Paie"), Value::Empty],
                    vec![text("Jour"), Value::Date(date(2026, 1, 31))],
                    vec![text(&"Une longue phrase. ".repeat(20)), Value::Empty],
                ],
            },
            Sheet {
                name: "Périmètre".to_owned(),
                kind: Use::Table,
                frozen: 1,
                columns: vec![
                    column(Field::Requirement.head(lang), Kind::Short, false, &[]),
                    column("Verdict", Kind::Verdict, false, &[]),
                    column("Jusqu’au", Kind::Date, false, &[]),
                    column("n", Kind::Number, false, &[]),
                    column(Field::Override.head(lang), Kind::Short, true, &outcomes),
                    column(Field::Note.head(lang), Kind::Prose, true, &[]),
                ],
                rows: vec![
                    row("5.1.a", Outcome::Inherited, text("=HYPERLINK(\"http://x\",\"y\")")),
                    row("5.1.b", Outcome::Remains, text("https://example.org/a")),
                    row("5.1.c", Outcome::Shared, text("deux\nlignes")),
                    row("5.1.d", Outcome::NotApplicable, Value::Empty),
                ],
            },
            Sheet {
                name: "socle".to_owned(),
                kind: Use::Hidden,
                frozen: 0,
                columns: vec![
                    column("format", Kind::Short, false, &[]),
                    column("socle-sheet/1", Kind::Short, false, &[]),
                ],
                rows: vec![vec![text("service"), text("paie")]],
            },
        ],
    }
}

/// What a workbook shows, by its definition.
fn shown(book: &Workbook) -> Vec<Grid> {
    let clean = |text: &str| -> String {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let forbidden = |c: char| (c < ' ' && c != '\n' && c != '\t') || c == '\u{fffe}' || c == '\u{ffff}';
        text.chars().map(|c| if forbidden(c) { '\u{fffd}' } else { c }).collect()
    };
    let trimmed = |mut row: Vec<String>| {
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
        row
    };
    let sheets = book.sheets.iter().map(|sheet| {
        let mut rows = Vec::new();
        if sheet.kind == Use::Table || sheet.columns.iter().any(|c| !c.head.is_empty()) {
            rows.push(trimmed(sheet.columns.iter().map(|c| clean(&c.head)).collect()));
        }
        for row in &sheet.rows {
            let cells = row.iter().map(|value| match value {
                Value::Empty => String::new(),
                Value::Text(text) => clean(text),
                Value::Number(number) => number.to_string(),
                Value::Date(date) => date.to_string(),
                Value::Verdict(outcome) => words::outcome(*outcome, book.lang).to_owned(),
            });
            rows.push(trimmed(cells.collect()));
        }
        while rows.last().is_some_and(Vec::is_empty) {
            rows.pop();
        }
        Grid { name: sheet.name.clone(), rows, formulas: 0, merged: 0 }
    });
    sheets.collect()
}

fn without_merges(grids: Vec<Grid>) -> Vec<Grid> {
    grids.into_iter().map(|grid| Grid { merged: 0, ..grid }).collect()
}

fn again(bytes: &[u8]) -> Result<Vec<Grid>, Refusal> {
    read(bytes, &Limits::default())
}

/// The parts of a package.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (name, text)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(n, _)| n == name).map(|(_, text)| text).unwrap()
}

fn package(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        out.start_file(*name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A workbook with this sheet, and with these parts in place of its own.
fn crafted(sheet: &str, other: &[(&str, &str)]) -> Vec<u8> {
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"{XLSX_MAIN}\"/></Types>"
    );
    let relations = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Une\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let (root, inner) =
        (relations("officeDocument", "xl/workbook.xml"), relations("worksheet", "worksheets/sheet1.xml"));
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{sheet}</worksheet>"
    );
    let mut files: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", inner.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    for (name, text) in other {
        files.retain(|(n, _)| n != name);
        files.push((name, text.as_bytes()));
    }
    package(&files)
}

fn rows(sheet: &str) -> Result<Vec<Vec<String>>, Refusal> {
    again(&crafted(sheet, &[])).map(|mut grids| grids.remove(0).rows)
}

/// Texts that have hurt somebody somewhere.
fn hostile() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "'=1",
        "''=1",
        "'",
        "\t=1",
        " =1",
        "＝1",
        "_x000D_",
        "_x0041_",
        "_x005F_x0041_",
        "\u{0}",
        "\u{1b}[31m",
        "\u{fffe}",
        "a\r\nb",
        "a\rb",
        " blancs ",
        "\n",
        "  ",
        "<b>&amp;</b>",
        "]]>",
        "\"",
        "a;b;c;d;e;f",
        "a,b,c,d,e,f",
        "\u{202e}gauche",
        "𝄞👩‍🚀",
        "12",
        "1e5",
        "TRUE",
        "2026-01-01",
        "#REF!",
        "&A&P",
        "uniqueCount=\"12\"",
    ])
    .prop_map(ToOwned::to_owned);
    prop_oneof![2 => known, 1 => any::<String>(), 1 => "[a-zé ’:;,.\n]{0,80}"]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        hostile().prop_map(Value::Text),
        any::<i64>().prop_map(Value::Number),
        (1900u16..2200, 1u8..=12, 1u8..=28).prop_map(|(y, m, d)| Value::Date(date(y, m, d))),
        prop::sample::select(Outcome::ALL.to_vec()).prop_map(Value::Verdict),
    ]
}

fn a_column() -> impl Strategy<Value = Column> {
    (
        hostile(),
        prop::sample::select(Kind::ALL.to_vec()),
        0u16..300,
        any::<bool>(),
        prop::collection::vec(hostile(), 0..4),
    )
        .prop_map(|(head, kind, width, open, choices)| Column { head, kind, width, open, choices })
}

fn a_sheet() -> impl Strategy<Value = Sheet> {
    (1usize..6, 0usize..8).prop_flat_map(|(width, height)| {
        (
            prop::sample::select(Use::ALL.to_vec()),
            0u16..3,
            prop::collection::vec(a_column(), width),
            prop::collection::vec(prop::collection::vec(value(), width), height),
        )
            .prop_map(|(kind, frozen, columns, rows)| Sheet {
                name: String::new(),
                kind,
                frozen,
                columns,
                rows,
            })
    })
}

fn a_book() -> impl Strategy<Value = Workbook> {
    (any::<bool>(), hostile(), prop::collection::vec(a_sheet(), 1..4)).prop_map(
        |(french, title, mut sheets)| {
            for (i, sheet) in sheets.iter_mut().enumerate() {
                sheet.name = format!("Feuille {i} é’«»");
            }
            Workbook { lang: if french { Lang::Fr } else { Lang::En }, title, day: date(2026, 1, 31), sheets }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(book in a_book()) {
        let bytes = write(&book).unwrap();
        prop_assert_eq!(&bytes, &write(&book).unwrap(), "the same workbook, other bytes");
        let expected = shown(&book);
        match again(&bytes) {
            Err(Refusal::Empty) => prop_assert!(expected.iter().all(|g| g.rows.is_empty())),
            grids => prop_assert_eq!(without_merges(grids.unwrap()), expected.clone()),
        }
        // And by a library alone, without what we put around it.
        let mut plain: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(&bytes)).unwrap();
        for (grid, sheet) in expected.iter().zip(&book.sheets) {
            let range = plain.worksheet_range(&grid.name).unwrap();
            for (r, row) in grid.rows.iter().enumerate() {
                for (c, cell) in row.iter().enumerate() {
                    let at = (u32::try_from(r).unwrap(), u32::try_from(c).unwrap());
                    match range.get_value(at) {
                        Some(calamine::Data::String(found)) => prop_assert_eq!(found, cell),
                        Some(calamine::Data::Float(found)) => prop_assert_eq!(&found.to_string(), cell),
                        Some(calamine::Data::DateTime(_)) => prop_assert!(cell.parse::<Date>().is_ok()),
                        other => prop_assert!(cell.is_empty(), "{:?} in {}", other, sheet.name),
                    }
                }
            }
        }
        // Nothing computes, nothing leads elsewhere.
        for (name, text) in parts(&bytes) {
            prop_assert!(!text.contains("<f>") && !text.contains("<f ") && !text.contains("<hyperlink"), "{}", name);
        }
    }

    #[test]
    fn a_workbook_passes_between_modules(book in a_book()) {
        prop_assert_eq!(wire::read_book(&wire::book(&book)), Some(book.clone()));
        let grids = shown(&book);
        prop_assert_eq!(wire::read_answer(&wire::answer(&Ok(grids.clone()))), Ok(grids));
    }

    #[test]
    fn csv_comes_back_exactly(cells in prop::collection::vec(prop::collection::vec(hostile(), 3), 0..8)) {
        let mut csv = Csv::default();
        csv.row(["requirement", "status", "note"]);
        for row in &cells {
            csv.row(row);
        }
        let text = format!("\u{feff}{}", csv.finish());
        let mut expected = vec![vec!["requirement".to_owned(), "status".to_owned(), "note".to_owned()]];
        expected.extend(cells);
        for row in &mut expected {
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
        }
        while expected.last().is_some_and(Vec::is_empty) {
            expected.pop();
        }
        prop_assert_eq!(again(text.as_bytes()).unwrap().remove(0).rows, expected);
    }
}

#[test]
fn a_workbook_is_laid_out() {
    for lang in Lang::ALL {
        let bytes = write(&sample(lang)).unwrap();
        let book = part(&bytes, "xl/workbook.xml");
        assert!(book.contains("name=\"socle\" sheetId=\"3\" state=\"veryHidden\""), "{book}");
        assert!(book.contains("_xlnm._FilterDatabase") && book.contains("Périmètre!$A$1:$F$5"), "{book}");
        assert!(book.contains("_xlnm.Print_Titles") && book.contains("Périmètre!$1:$1"), "{book}");

        let table = part(&bytes, "xl/worksheets/sheet2.xml");
        assert!(table.contains("<pane xSplit=\"1\" ySplit=\"1\" topLeftCell=\"B2\""), "{table}");
        assert!(table.contains("<autoFilter ref=\"A1:F5\""));
        assert!(table.contains("orientation=\"landscape\"") && table.contains("paperSize=\"9\""));
        assert!(table.contains("fitToHeight=\"0\"") && table.contains("fitToPage=\"1\""));
        assert!(table.contains("&amp;P / &amp;N") && table.contains("Paie &amp;&amp; co (essai)"), "{table}");
        let outcomes: Vec<&str> = Outcome::ALL.iter().map(|o| words::outcome(*o, lang)).collect();
        assert!(table.contains("type=\"list\"") && table.contains("sqref=\"E2:E5\""));
        assert!(table.contains(&format!("<formula1>\"{}\"</formula1>", outcomes.join(","))), "{table}");

        // Two lines have room, and the row still grows when a person adds a third.
        assert!(table.contains("<row r=\"4\" spans=\"1:6\" ht=\"30\">"), "{table}");

        let page = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(
            !page.contains("<pane") && !page.contains("<autoFilter") && page.contains("showGridLines=\"0\"")
        );
        let styles = part(&bytes, "xl/styles.xml");
        assert!(styles.contains(if lang == Lang::Fr { "dd/mm/yyyy" } else { "yyyy-mm-dd" }));
        assert!(
            styles.contains("FFDCF1EE")
                && styles.contains("FF0B6E69")
                && styles.contains("quotePrefix=\"1\"")
        );
        let core = part(&bytes, "docProps/core.xml");
        assert!(core.contains("2026-01-31T00:00:00Z") && core.contains("Paie &amp; co"), "{core}");
        assert_eq!(without_merges(again(&bytes).unwrap()), shown(&sample(lang)));
        assert_eq!(again(&bytes).unwrap()[0].merged, 1);
    }
}

#[test]
fn a_text_that_no_cell_holds_is_cut_visibly() {
    for (lang, mark) in [(Lang::Fr, "(coupé\u{a0}:"), (Lang::En, "(cut:")] {
        let mut book = sample(lang);
        book.sheets[1].rows[0][5] = text(&"é𝄞".repeat(20_000));
        let grids = again(&write(&book).unwrap()).unwrap();
        let cell = &grids[1].rows[1][5];
        assert!(cell.encode_utf16().count() <= 32_767 && cell.encode_utf16().count() > 32_700);
        assert!(cell.contains(mark) && cell.starts_with("é𝄞"), "{}", &cell[cell.len() - 100..]);
    }
}

#[test]
fn what_no_spreadsheet_allows_is_refused_when_written() {
    let mut book = sample(Lang::Fr);
    book.sheets[1].name = "a/b".to_owned();
    assert!(matches!(write(&book), Err(Refusal::Unwritable(_))));
    let mut book = sample(Lang::Fr);
    book.sheets[1].rows = vec![vec![Value::Empty; 6]; 100_000];
    assert_eq!(write(&book), Err(Refusal::TooManyCells));
    assert!(matches!(sheets::write_text("{}"), Err(Refusal::Unwritable(_))));
}

#[test]
fn formulas_and_merged_cells_are_counted_and_nothing_is_computed() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><f>1+1</f><v>3</v></c><c r=\"B1\" t=\"str\"><f t=\"shared\" ref=\"B1:B2\" si=\"0\">WEBSERVICE(\"http://x\")</f><v>shown</v></c></row><row r=\"2\"><c r=\"A2\" t=\"b\"><v>1</v></c><c r=\"B2\"><f t=\"shared\" si=\"0\"/></c><c r=\"C2\" t=\"e\"><v>#SPILL!</v></c><c r=\"D2\" t=\"e\"><v>#REF!</v></c><c r=\"E2\" t=\"inlineStr\"><is><r><t>ri</t></r><r><t>che</t></r></is></c></row></sheetData><mergeCells count=\"2\"><mergeCell ref=\"A3:B4\"/><mergeCell ref=\"C3:D4\"/></mergeCells>";
    let grid = again(&crafted(sheet, &[])).unwrap().remove(0);
    assert_eq!(grid.rows, [vec!["3", "shown"], vec!["TRUE", "", "", "#REF!", "riche"]]);
    assert_eq!((grid.formulas, grid.merged), (3, 2));
}

#[test]
fn days_are_days() {
    let styles = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dddd d mmmm yyyy\"/></numFmts><cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>";
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>46053</v></c><c r=\"B1\" s=\"2\"><v>46053.75</v></c><c r=\"C1\" s=\"0\"><v>46053</v></c><c r=\"D1\" s=\"3\"><v>0.5</v></c><c r=\"E1\" t=\"d\"><v>2026-01-31</v></c></row></sheetData>";
    let grid = again(&crafted(sheet, &[("xl/styles.xml", styles)])).unwrap().remove(0);
    assert_eq!(grid.rows, [["2026-01-31", "2026-01-31", "46053", "0.5", "2026-01-31"]]);
}

#[test]
fn a_cell_at_the_far_end_takes_no_room() {
    let cell =
        |at: &str| format!("<sheetData><row r=\"1\"><c r=\"{at}\" t=\"str\"><v>x</v></c></row></sheetData>");
    assert_eq!(rows(&cell("XFD1048576")), Err(Refusal::TooManyCells));
    assert_eq!(rows(&cell("A1048576")), Err(Refusal::TooManyCells));
    // One long row is small.
    assert_eq!(rows(&cell("XFD1")).unwrap()[0].len(), 16_384);
    // What a sheet says of itself is not believed, nor are places that no spreadsheet has.
    let claimed = format!("<dimension ref=\"A1:XFD1048576\"/>{}", cell("B2"));
    assert_eq!(rows(&claimed).unwrap(), [vec![], vec!["", "x"]]);
    for place in ["A4294967295", "ZZZZZZZZZZZ1", "A99999999999999999999", "A0", "1", "", "É1"] {
        assert!(rows(&cell(place)).is_err(), "{place}");
    }
}

#[test]
fn bombs_are_not_unfolded() {
    // A small file that declares what it unfolds into.
    let spaces = " ".repeat(60_000_000);
    let bomb = package(&[
        ("[Content_Types].xml", XLSX_MAIN.as_bytes()),
        ("xl/worksheets/sheet1.xml", spaces.as_bytes()),
    ]);
    assert!(bomb.len() < 100_000);
    assert_eq!(again(&bomb), Err(Refusal::TooLarge));

    // The same that lies about it, in both headers.
    let mut liar = crafted(&format!("<sheetData>{spaces}</sheetData>"), &[]);
    let honest = u32::try_from(spaces.len() + "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData></sheetData></worksheet>".len()).unwrap();
    let mut lies = 0;
    for at in 0..liar.len() - 4 {
        if liar[at..at + 4] == honest.to_le_bytes() {
            liar[at..at + 4].copy_from_slice(&1_000u32.to_le_bytes());
            lies += 1;
        }
    }
    assert!(lies >= 1);
    let small = Limits { unfolded: 1_000_000, ..Limits::default() };
    assert!(matches!(read(&liar, &small), Err(Refusal::TooLarge | Refusal::Damaged(_))));

    // Too many files, and a table of texts that claims more than memory holds.
    let names: Vec<String> = (0..2_100).map(|i| format!("xl/a{i}.xml")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"<a/>".as_slice())).collect();
    assert_eq!(again(&package(&files)), Err(Refusal::TooLarge));
    let texts = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"1\" uniqueCount = '99999999999'><si><t>x</t></si></sst>";
    assert_eq!(
        again(&crafted("<sheetData/>", &[("xl/sharedStrings.xml", texts)])),
        Err(Refusal::TooManyCells)
    );
    let many = format!("<sst>{}</sst>", "<si/>".repeat(400_001));
    assert_eq!(
        again(&crafted("<sheetData/>", &[("xl/sharedStrings.xml", &many)])),
        Err(Refusal::TooManyCells)
    );

    // One long text that many cells name.
    let one = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(30_000));
    let cells: String =
        (1..=20_000).map(|i| format!("<row r=\"{i}\"><c r=\"A{i}\" t=\"s\"><v>0</v></c></row>")).collect();
    let amplified = crafted(&format!("<sheetData>{cells}</sheetData>"), &[("xl/sharedStrings.xml", &one)]);
    assert_eq!(again(&amplified), Err(Refusal::TooLarge));

    // Entities that would grow.
    let lol = "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
    assert!(again(&crafted("", &[("xl/worksheets/sheet1.xml", lol)])).is_err());
    // Another encoding, in which our counting would not see what the library sees.
    let wide: Vec<u8> = "<worksheet/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files =
        [("[Content_Types].xml", XLSX_MAIN.as_bytes()), ("xl/worksheets/sheet1.xml", wide.as_slice())];
    assert!(matches!(again(&package(&files)), Err(Refusal::Damaged(_))));
}

#[test]
fn sheets_and_cells_are_bounded() {
    let sheets: String =
        (0..51).map(|i| format!("<sheet name=\"s{i}\" sheetId=\"{i}\" r:id=\"r1\"/>")).collect();
    let book = format!("<workbook xmlns:r=\"x\"><sheets>{sheets}</sheets></workbook>");
    assert_eq!(again(&crafted("<sheetData/>", &[("xl/workbook.xml", &book)])), Err(Refusal::TooManySheets));
    let twice = "<workbook xmlns:r=\"x\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"s\" sheetId=\"2\" r:id=\"r1\"/></sheets></workbook>";
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>";
    assert!(matches!(again(&crafted(sheet, &[("xl/workbook.xml", twice)])), Err(Refusal::Damaged(_))));

    let limits = Limits { cells: 10, ..Limits::default() };
    let row = |n: u32| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>1</v></c><c r=\"B{n}\"><v>2</v></c></row>");
    let three: String = (1..=3).map(row).collect();
    assert!(read(&crafted(&format!("<sheetData>{three}</sheetData>"), &[]), &limits).is_ok());
    let four: String = (1..=4).map(row).collect();
    assert_eq!(
        read(&crafted(&format!("<sheetData>{four}</sheetData>"), &[]), &limits),
        Err(Refusal::TooManyCells)
    );
    assert_eq!(read("a,b\n".repeat(4).as_bytes(), &limits), Err(Refusal::TooManyCells));
    assert_eq!(read(&[b'a'; 11], &Limits { bytes: 10, ..limits }), Err(Refusal::TooLarge));
    assert_eq!(again("a,".repeat(400_000).as_bytes()), Err(Refusal::TooManyCells));
    assert_eq!(again("x".repeat(32_768).as_bytes()), Err(Refusal::CellTooLong));
}

#[test]
fn other_files_are_told_apart_by_their_content() {
    let ole = |name: &str| {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        bytes.resize(512, 0);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let binary = b"application/vnd.ms-excel.sheet.binary.macroEnabled.main".as_slice();
    // A text document may hold a workbook.
    let word = b"<Default Extension=\"xlsx\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml".as_slice();
    let ods = b"application/vnd.oasis.opendocument.spreadsheet".as_slice();
    let cases: [(Vec<u8>, Refusal); 14] = [
        (Vec::new(), Refusal::Empty),
        (b"\r\n\r\n".to_vec(), Refusal::Empty),
        (ole("EncryptedPackage"), Refusal::Encrypted),
        (ole("Workbook"), Refusal::OtherFormat(Format::Xls)),
        (ole("WordDocument"), Refusal::NotASpreadsheet),
        (package(&[("mimetype", ods)]), Refusal::OtherFormat(Format::Ods)),
        (package(&[("[Content_Types].xml", binary)]), Refusal::OtherFormat(Format::Xlsb)),
        (package(&[("[Content_Types].xml", word)]), Refusal::NotASpreadsheet),
        (package(&[("Index/Document.iwa", b"x")]), Refusal::OtherFormat(Format::Numbers)),
        (package(&[("readme.txt", b"x")]), Refusal::NotASpreadsheet),
        (b"%PDF-1.7\n%\xe2\xe3".to_vec(), Refusal::NotASpreadsheet),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Refusal::NotASpreadsheet),
        (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>".to_vec(), Refusal::NotASpreadsheet),
        (b"{\"format\": \"socle/1\"}".to_vec(), Refusal::NotASpreadsheet),
    ];
    for (bytes, refusal) in cases {
        assert_eq!(again(&bytes), Err(refusal));
    }
    let nothing = crafted("<sheetData/>", &[]);
    assert_eq!(again(&nothing), Err(Refusal::Empty));
}

#[test]
fn csv_is_read_however_a_spreadsheet_program_saved_it() {
    let expected = vec![
        vec!["Exigence", "Avancement", "Note"],
        vec!["5.1.a", "à faire", "dit « œuf »\nen deux, \"là\""],
    ];
    let quoted = "Exigence;Avancement;Note\r\n5.1.a;à faire;\"dit « œuf »\nen deux, \"\"là\"\"\"\r\n;;\r\n";
    let mut forms: Vec<Vec<u8>> = [b',', b';', b'\t']
        .into_iter()
        .map(|sign| {
            quoted
                .replace("deux, ", "deux\u{0}")
                .replace(';', std::str::from_utf8(&[sign]).unwrap())
                .replace('\u{0}', ", ")
                .into_bytes()
        })
        .collect();
    forms.push(format!("\u{feff}{quoted}").into_bytes());
    forms.push(format!("sep=;\r\n{quoted}").into_bytes());
    for (mark, unit) in
        [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)]
    {
        let mut bytes = mark.to_vec();
        bytes.extend(quoted.replace(';', "\t").encode_utf16().flat_map(unit));
        forms.push(bytes);
    }
    // Windows-1252: « œ » is 0x9C.
    forms.push(
        quoted
            .chars()
            .map(|c| match c {
                'œ' => 0x9c,
                c => u8::try_from(u32::from(c)).unwrap(),
            })
            .collect(),
    );
    for bytes in forms {
        let grids = again(&bytes).unwrap();
        assert_eq!(grids[0].rows, expected, "{:?}", String::from_utf8_lossy(&bytes));
        assert_eq!((grids.len(), grids[0].name.as_str()), (1, ""));
    }
    // Heads that nobody knows: rows of equal width tell.
    let other =
        again("Activité;Client;Prestataire\nPoser, brancher, tester;R;A\nPayer;A, R;I\n".as_bytes()).unwrap();
    assert_eq!(other[0].rows[1], ["Poser, brancher, tester", "R", "A"]);
    // A quote that never ends is one long cell at worst.
    assert!(again(b"a,b\n\"c,d\ne,f\n").is_ok());
}

#[test]
fn no_change_of_bytes_stops_the_program() {
    // A small generator, so that a failure comes back.
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    let whole = write(&sample(Lang::Fr)).unwrap();
    let loose: Vec<(String, String)> = parts(&whole);
    let limits = Limits::default();
    let mut read_all = 0;
    for round in 0..4_000 {
        let bytes = if round % 2 == 0 {
            // The file as it travels: bytes changed, cut off, doubled.
            let mut bytes = whole.clone();
            for _ in 0..=next(4) {
                let at = next(bytes.len());
                match next(4) {
                    0 => bytes[at] = u8::try_from(next(256)).unwrap(),
                    1 => bytes.truncate(at.max(1)),
                    2 => bytes[at] ^= 1 << next(8),
                    _ => {
                        let end = (at + next(64)).min(bytes.len());
                        let piece = bytes[at..end].to_vec();
                        bytes.splice(at..at, piece);
                    }
                }
            }
            bytes
        } else {
            // The parts inside: text changed, the package whole.
            let mut files: Vec<(String, Vec<u8>)> =
                loose.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
            for _ in 0..=next(3) {
                let chosen = next(files.len());
                let part = &mut files[chosen].1;
                if part.is_empty() {
                    continue;
                }
                let at = next(part.len());
                match next(3) {
                    0 => part[at] = b"<>/\"='&0 9A:x"[next(13)],
                    1 => part.truncate(at),
                    _ => {
                        let end = (at + next(40)).min(part.len());
                        part.drain(at..end);
                    }
                }
            }
            let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
            package(&files)
        };
        let outcome = panic::catch_unwind(|| read(&bytes, &limits));
        match outcome {
            Ok(Ok(_)) => read_all += 1,
            Ok(Err(refusal)) => assert!(!refusal.say(Lang::Fr).is_empty()),
            Err(_) => panic!("round {round} stopped the program"),
        }
    }
    // Both ways are taken: most files are refused, some changes do no harm.
    assert!((100..3_900).contains(&read_all), "{read_all}");
}

/// The places of all that a value holds, its own first.
fn places(value: &Json, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Json::Object(keys) => keys.iter().for_each(|(key, v)| places(v, &format!("{at}/{key}"), found)),
        Json::Array(all) => all.iter().enumerate().for_each(|(i, v)| places(v, &format!("{at}/{i}"), found)),
        _ => {}
    }
}

/// Whatever else stands in one place of what goes between the page and the module that writes and reads workbooks, all of
/// it is refused.
#[test]
fn what_goes_between_the_page_and_its_module_is_whole_or_nothing() {
    let refusal = Refusal::Unwritable("a name".to_owned());
    let grids = vec![Grid { name: "A".to_owned(), rows: vec![vec!["x".to_owned()]], formulas: 1, merged: 0 }];
    let [book, answer] = [wire::book(&sample(Lang::Fr)), wire::answer(&Ok(grids))];
    for (what, whole) in [("a workbook", &book), ("an answer", &answer)] {
        let is_read = |text: &str| match what {
            "a workbook" => wire::read_book(text).is_some(),
            _ => wire::read_answer(text).is_ok(),
        };
        assert!(is_read(whole), "{what}");
        let value: Json = serde_json::from_str(whole).expect("JSON");
        let mut found = Vec::new();
        places(&value, "", &mut found);
        assert!(found.len() > 8);
        for at in found {
            for other in
                [json!(-1.5), json!([[]]), json!({ "day": "2026-02-30" }), json!({ "verdict": "sure" })]
            {
                let mut hurt = value.clone();
                *hurt.pointer_mut(&at).expect("a place") = other.clone();
                // A list may be empty or hold empty rows.
                if !(other.is_array() && at.ends_with("/rows")) {
                    assert!(!is_read(&hurt.to_string()), "{what}: {other} at {at}");
                }
            }
            let Some((above, key)) = at.rsplit_once('/') else { continue };
            let mut hurt = value.clone();
            if let Some(Json::Object(keys)) = hurt.pointer_mut(above) {
                keys.remove(key);
                assert!(!is_read(&hurt.to_string()), "{what} without {at}");
            }
        }
    }
    let hurt = wire::answer(&Err(refusal.clone())).replace(",\"detail\":\"a name\"", "");
    assert_eq!(wire::read_answer(&hurt), Err(Refusal::Unwritable(String::new())), "what is left is told");
}

#[test]
fn a_refusal_says_what_to_do_in_both_languages() {
    let all = [
        Refusal::TooLarge,
        Refusal::TooManySheets,
        Refusal::TooManyCells,
        Refusal::CellTooLong,
        Refusal::Empty,
        Refusal::NotASpreadsheet,
        Refusal::OtherFormat(Format::Xls),
        Refusal::OtherFormat(Format::Ods),
        Refusal::OtherFormat(Format::Xlsb),
        Refusal::OtherFormat(Format::Numbers),
        Refusal::Encrypted,
        Refusal::Damaged("at byte 3".to_owned()),
        Refusal::Unwritable("a name".to_owned()),
    ];
    for refusal in &all {
        assert_eq!(&Refusal::from_code(refusal.code(), refusal.detail()), refusal);
        assert_eq!(wire::read_answer(&wire::answer(&Err(refusal.clone()))), Err(refusal.clone()));
        let (fr, en) = (refusal.say(Lang::Fr), refusal.say(Lang::En));
        assert!(fr.ends_with('.') && en.ends_with('.') && fr != en);
        assert!(!fr.contains('\'') && !fr.contains(" :") && !fr.contains("{}") && !en.contains("{}"), "{fr}");
    }
    // Another version of the module may say what this page does not know.
    assert!(matches!(Refusal::from_code("?", ""), Refusal::Damaged(_)));
    assert_eq!(Refusal::from_code("other_format", "a later one"), Refusal::NotASpreadsheet);
    assert!(matches!(wire::read_answer("<html>"), Err(Refusal::Damaged(_))));
}
