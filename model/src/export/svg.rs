//! The diagram as a picture that stands alone: one SVG file without a style sheet, a script or anything fetched, on
//! white, with its title, a description in words and a legend. The same document gives the same bytes.
//!
//! Deliberately absent: selection, handles and the theme of the screen, which draws the same layout in its own way.

use crate::{
    document::{Document, Service, ServiceId, ThirdParty},
    escape,
    layout::{
        ASIDE_HEIGHT, End, Layout, Placed, layout,
        shape::{arrowhead, rounded, wrap},
    },
    lexicon,
    overview::{Glance, Standing, overview},
    question::Question,
    verdict::PartState,
    words::{self, fill, say},
};
use catalog::{Activity, Catalog, Lang, Layer};

const INK: &str = "#1b2330";
const QUIET: &str = "#505a69";
const EDGE: &str = "#7d8592";
const LINE: &str = "#c9c6bc";
const SOFT: &str = "#f6f5f1";
const INHERITED: &str = "#0b6e69";
const SHARED: &str = "#6a3fb0";
const REMAINS: &str = "#8f4a00";
const FAULT: &str = "#b3261e";

/// Above the diagram, for the title.
const HEAD: i32 = 64;
/// Below it, for the legend.
const FOOT: i32 = 132;
/// What the legend needs.
const LEAST_WIDTH: i32 = 860;

/// How a state is drawn: its fill, its stroke and the dashes of that.
const fn paint(state: PartState) -> (&'static str, &'static str, &'static str) {
    match state {
        PartState::Covered => (INHERITED, INHERITED, ""),
        PartState::Own => (REMAINS, REMAINS, ""),
        PartState::Retained => (SHARED, SHARED, ""),
        PartState::Exposed => ("#fff", REMAINS, ""),
        PartState::Missing => ("#fff", FAULT, "2 1.5"),
    }
}

/// A sign besides the colour, so that a copy in grey can be read: a path in a cell of 8 × 9.
const fn sign(state: PartState) -> &'static str {
    match state {
        PartState::Covered => "M1.5 6.5h5",
        PartState::Retained => "M4 1.5v6",
        PartState::Exposed => "M4 2v3M4 6.5v.6",
        PartState::Own | PartState::Missing => "",
    }
}

/// How a service stands, as on the screen: a colour and a path.
type Mark = (&'static str, &'static str);
const SEAL: Mark = (INHERITED, "M10 2l7 3v5c0 4-3 7-7 8-4-1-7-4-7-8V5zM6.5 10l2.5 2.5 4.5-5");
const HOURGLASS: Mark = (SHARED, "M5 3h10M5 17h10M6 3c0 4 8 5 8 14M14 3c0 4-8 5-8 14");
const BROKEN_SEAL: Mark = (FAULT, "M10 2l7 3v5c0 4-3 7-7 8-4-1-7-4-7-8V5zM7 7l6 6m0-6-6 6");

struct Svg(String);

impl Svg {
    fn put(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// A sentence of markup with its values, each in the place of the next `{}`. Values are ours: numbers, colours.
    fn shape(&mut self, template: &str, values: &[&dyn std::fmt::Display]) {
        let mut values = values.iter();
        for (at, piece) in template.split("{}").enumerate() {
            if at > 0
                && let Some(value) = values.next()
            {
                self.0.push_str(&value.to_string());
            }
            self.0.push_str(piece);
        }
    }

    /// A text, which may come from a document and hold anything.
    fn text(&mut self, x: i32, y: i32, attributes: &str, text: &str) {
        self.shape("<text x=\"{}\" y=\"{}\" ", &[&x, &y]);
        self.put(attributes);
        self.put(">");
        self.put(&written(text));
        self.put("</text>\n");
    }

    fn mark(&mut self, x: i32, y: i32, (colour, path): Mark) {
        self.shape(
            "<path transform=\"translate({} {})\" d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\"/>\n",
            &[&x, &y, &path, &colour],
        );
    }

    fn cell(&mut self, x: i32, y: i32, state: Option<PartState>) {
        let (fill, stroke, dashes) = state.map_or(("#fff", LINE, ""), paint);
        let dashes =
            if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        self.shape(
            "<rect x=\"{}\" y=\"{}\" width=\"8\" height=\"9\" rx=\"2\" fill=\"{}\" stroke=\"{}\"{}/>\n",
            &[&x, &y, &fill, &stroke, &dashes],
        );
        let sign = state.map_or("", sign);
        if !sign.is_empty() {
            let ink = if fill == "#fff" { stroke } else { "#fff" };
            self.shape(
                "<path transform=\"translate({} {})\" d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.2\"/>\n",
                &[&x, &y, &sign, &ink],
            );
        }
    }
}

/// Text that XML takes: what it does not know is left out.
fn written(text: &str) -> String {
    let known: String = text.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    escape::html(&known)
}

/// The diagram of a document, with how the verdicts fall under a question.
pub fn diagram(catalog: &Catalog, document: &Document, question: &Question, lang: Lang) -> String {
    let picture = layout(document);
    let glances = overview(catalog, document, question);
    let (width, height) = (picture.width.max(LEAST_WIDTH), picture.height + HEAD + FOOT);
    let title = document.title.trim();
    let title =
        if title.is_empty() { say(lang, "Pile sans titre", "Untitled stack") } else { title.to_owned() };
    let mut svg = Svg(String::new());
    svg.shape(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"title desc\" xml:lang=\"{}\" font-family=\"system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif\" fill=\"{}\">\n",
        &[&width, &height, &width, &height, &lang.tag(), &INK],
    );
    svg.put(&format!("<title id=\"title\">{}</title>\n", written(&title)));
    svg.put(&format!("<desc id=\"desc\">{}</desc>\n", written(&described(document, &glances, lang))));
    svg.shape("<rect width=\"{}\" height=\"{}\" fill=\"#fff\"/>\n", &[&width, &height]);
    svg.text(24, 30, "font-size=\"19\" font-weight=\"650\"", &wrap(&title, 80, 1).concat());
    let day = words::date(question.as_of, lang);
    let under = fill(
        lang,
        "SecNumCloud {}, au {} ; avis d’un outil, et non une décision de l’ANSSI",
        "SecNumCloud {}, as of {}; a tool’s advice, not a decision of ANSSI",
        &[catalog.version, &day],
    );
    svg.text(24, 51, &format!("font-size=\"12.5\" fill=\"{QUIET}\""), &under);
    svg.shape("<g transform=\"translate(0 {})\">\n", &[&HEAD]);
    bands(&mut svg, &picture, width);
    wires(&mut svg, &picture, document);
    for placed in &picture.boxes {
        let service = document.service(placed.service.as_str());
        if let Some(service) = service {
            let glance = glances.iter().find(|g| g.service == placed.service);
            card(&mut svg, document, placed, service, glance, lang);
        }
    }
    for aside in &picture.asides {
        if let Some(third) = document.third_parties.iter().find(|t| t.id == aside.third_party) {
            third_party(&mut svg, aside.x, aside.y, aside.width, third, lang);
        }
    }
    svg.put("</g>\n");
    legend(&mut svg, height - FOOT + 32, lang);
    svg.put("</svg>\n");
    svg.0
}

/// The picture in words: each service, what it rests on and how its verdicts fall.
fn described(document: &Document, glances: &[Glance], lang: Lang) -> String {
    let mut said = Vec::new();
    for service in &document.services {
        let mut bases = Vec::new();
        for reliance in &service.relies_on {
            bases.push(document.called(&reliance.service));
        }
        let rests = if bases.is_empty() {
            say(lang, "ne repose sur aucun autre", "rests on no other")
        } else {
            say(lang, "repose sur ", "rests on ") + &words::list(&bases, lang)
        };
        let mut sentence = format!("{} ({}) {rests}", document.called(&service.id), activities(service));
        if let Some(counts) = glances.iter().find(|g| g.service == service.id).map(|g| g.counts) {
            let numbers = [counts.inherited, counts.shared, counts.remains].map(|n| n.to_string());
            let [inherited, shared, remains] = &numbers;
            sentence.push_str(&fill(
                lang,
                " : {} exigences vérifiées héritées, {} partagées, {} restent",
                ": {} verified requirements inherited, {} shared, {} remain",
                &[inherited, shared, remains],
            ));
        }
        said.push(sentence + ".");
    }
    said.join(" ")
}

fn activities(service: &Service) -> String {
    service.activities.iter().map(Activity::name).collect::<Vec<_>>().join(", ")
}

fn bands(svg: &mut Svg, picture: &Layout, width: i32) {
    for (at, band) in picture.bands.iter().enumerate() {
        let fill = if at % 2 == 1 { SOFT } else { "#fff" };
        svg.shape(
            "<rect x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" stroke=\"{}\"/>\n",
            &[&band.y, &width, &band.height, &fill, &LINE],
        );
        let style = format!("font-size=\"15\" font-weight=\"650\" fill=\"{QUIET}\"");
        svg.text(16, band.y + 24, &style, band.activity.name());
    }
}

fn wires(svg: &mut Svg, picture: &Layout, document: &Document) {
    let supporting = |from: &ServiceId, to: &ServiceId| {
        let reliances = document.service(from.as_str()).map(|s| s.relies_on.as_slice()).unwrap_or_default();
        let reliance = reliances.iter().find(|r| r.service == *to);
        reliance.is_some_and(|r| r.layers.is_some_and(catalog::LayerSet::is_empty))
    };
    for wire in &picture.wires {
        let (dashes, head) = match &wire.from {
            End::Service(from) if supporting(from, &wire.to) => (" stroke-dasharray=\"5 4\"", true),
            End::Service(_) => ("", true),
            End::ThirdParty(_) => (" stroke-dasharray=\"1.5 4\" stroke-linecap=\"round\"", false),
        };
        svg.shape(
            "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.75\"{}/>\n",
            &[&rounded(&wire.points), &EDGE, &dashes],
        );
        if head {
            svg.shape("<path d=\"{}\" fill=\"{}\"/>\n", &[&arrowhead(&wire.points), &EDGE]);
        }
    }
}

fn card(
    svg: &mut Svg,
    document: &Document,
    placed: &Placed,
    service: &Service,
    glance: Option<&Glance>,
    lang: Lang,
) {
    let (width, height) = (placed.width, placed.height);
    svg.shape("<g transform=\"translate({} {})\">\n", &[&placed.x, &placed.y]);
    svg.shape(
        "<rect width=\"{}\" height=\"{}\" rx=\"10\" fill=\"#fff\" stroke=\"{}\" stroke-width=\"1.5\"/>\n",
        &[&width, &height, &EDGE],
    );
    let mark = match glance.map(|g| g.standing) {
        Some(Standing::Qualified(_) | Standing::Attested(_)) => Some(SEAL),
        Some(Standing::Candidate) => Some(HOURGLASS),
        Some(Standing::NotHolding(_) | Standing::AttestedUntil(_)) => Some(BROKEN_SEAL),
        Some(Standing::None) | None => None,
    };
    if let Some(mark) = mark {
        svg.shape(
            "<rect y=\"8\" width=\"5\" height=\"{}\" rx=\"2\" fill=\"{}\"/>\n",
            &[&(height - 16), &mark.0],
        );
        svg.mark(width - 28, 8, mark);
    }
    let called = document.called(&service.id);
    let mut y = 24;
    for line in wrap(&called, 20, 2) {
        svg.text(14, y, "font-size=\"14\" font-weight=\"650\"", &line);
        y += 18;
    }
    let provider =
        document.provider(&service.provider).map_or(service.provider.as_str(), |p| p.name.as_str());
    let who = format!("{} · {provider}", activities(service));
    y += 1;
    for line in wrap(&who, 29, if called.chars().count() > 20 { 1 } else { 2 }) {
        svg.text(14, y, &format!("font-size=\"12\" fill=\"{QUIET}\""), &line);
        y += 15;
    }
    let mut x = 14;
    for layer in Layer::ALL {
        let state = glance.and_then(|g| g.layers.iter().find(|(l, _)| *l == layer)).map(|(_, s)| *s);
        svg.cell(x, height - 20, state);
        x += 10;
    }
    if let Some(glance) = glance {
        let remains = glance.counts.remains.to_string();
        let said = fill(lang, "{} restent", "{} remain", &[&remains]);
        let style = format!("text-anchor=\"end\" font-size=\"11.5\" font-weight=\"600\" fill=\"{REMAINS}\"");
        svg.text(width - 12, height - 11, &style, &said);
    }
    svg.put("</g>\n");
}

fn third_party(svg: &mut Svg, x: i32, y: i32, width: i32, third: &ThirdParty, lang: Lang) {
    svg.shape(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"18\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\" stroke-dasharray=\"3 3\"/>\n",
        &[&x, &y, &width, &ASIDE_HEIGHT, &SOFT, &EDGE],
    );
    let called = if third.name.is_empty() { third.id.as_str() } else { &third.name };
    svg.text(x + 12, y + 22, "font-size=\"14\" font-weight=\"650\"", &wrap(called, 17, 1).concat());
    let mut roles = Vec::new();
    for role in &third.roles {
        roles.push(lexicon::word("roles", role.id(), lang));
    }
    let style = format!("font-size=\"12\" fill=\"{QUIET}\"");
    svg.text(x + 12, y + 40, &style, &wrap(&roles.join(", "), 24, 1).concat());
}

/// What the cells mean, and in which order the layers stand in them.
fn legend(svg: &mut Svg, y: i32, lang: Lang) {
    let states =
        [PartState::Covered, PartState::Own, PartState::Retained, PartState::Exposed, PartState::Missing];
    let style = format!("font-size=\"12\" fill=\"{QUIET}\"");
    let (mut x, mut y) = (24, y);
    // About how wide letters of this size are; a little more than enough.
    let place = |x: &mut i32, y: &mut i32, word: &str| {
        let wide = 34 + i32::try_from(word.chars().count()).unwrap_or(20) * 7;
        if *x + wide > LEAST_WIDTH {
            (*x, *y) = (24, *y + 20);
        }
        let at = *x;
        *x += wide;
        at
    };
    for state in states {
        let word = words::state(state, lang);
        let at = place(&mut x, &mut y, word);
        svg.cell(at, y - 9, Some(state));
        svg.text(at + 14, y, &style, word);
    }
    for (mark, fr, en) in [
        (SEAL, "qualifié", "qualified"),
        (HOURGLASS, "candidat", "candidate"),
        (
            BROKEN_SEAL,
            "qualification qui ne tient pas à cette date",
            "qualification that does not hold on that day",
        ),
    ] {
        let word = words::pick(lang, fr, en);
        let at = place(&mut x, &mut y, word);
        svg.mark(at - 5, y - 14, mark);
        svg.text(at + 18, y, &style, word);
    }
    let mut layers = Vec::new();
    for layer in Layer::ALL {
        layers.push(words::layer(layer, lang));
    }
    let order = say(lang, "Dans chaque boîte, de gauche à droite : ", "In each box, from left to right: ");
    y += 22;
    for line in wrap(&(order + &layers.join(", ")), 125, 2) {
        svg.text(24, y, &style, &line);
        y += 15;
    }
}
