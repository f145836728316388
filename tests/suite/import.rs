//! What comes back from a spreadsheet: exactly what people changed is proposed, and nothing else ever moves.

use crate::{catalogue::slips_of_french, running::stack, wounds::run};
use catalog::{
    Lang, SECNUMCLOUD,
    text::{self, TextPack},
};
use model::{
    Document, Question,
    document::{Answer, BaseAnswer, Judgement, Override, Reliance, Service, Status, write},
    edit::apply,
    export::{
        scope::csv_sheet,
        workbook::{paper_book, workbook},
    },
    import::{Change, KEPT, Kind, Note, Plan, Said, Unfit, Unknown, Unread, edit, plan, withheld},
    judgement::{self, Lacks},
    lexicon, read,
    report::papers::{Asked, Paper},
    table::{Field, Grid, Sheet, Use, Value},
    verdict::Outcome,
    words,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use std::{collections::BTreeMap, time::Instant};

fn document() -> Document {
    read(&SECNUMCLOUD, stack().to_string().as_bytes()).expect("a document").0
}

fn paas(document: &Document) -> &Service {
    document.service("paas").expect("it is there")
}

fn with(judgements: BTreeMap<String, Judgement>) -> Document {
    let mut document = document();
    document.services[1].judgements = judgements;
    document
}

// ---------------------------------------------------------------------------------------------------------------------
// An export of our own, to be changed and brought back
// ---------------------------------------------------------------------------------------------------------------------

/// How a file speaks: words of a language, or ids.
type Style = Option<Lang>;

const STYLES: [Style; 3] = [Some(Lang::Fr), Some(Lang::En), None];

fn head(field: Field, style: Style) -> String {
    style.map_or(field.id(), |lang| field.head(lang)).to_owned()
}

fn written(j: &Judgement, field: Field, style: Style) -> String {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    match (field, style) {
        (Field::Override, None) => j.verdict.map(Override::id).unwrap_or_default().to_owned(),
        (Field::Override, Some(lang)) => {
            j.verdict.map(|v| words::outcome(judgement::outcome(v), lang)).unwrap_or_default().to_owned()
        }
        (Field::Status, None) => j.status.map(Status::id).unwrap_or_default().to_owned(),
        (Field::Status, Some(lang)) => {
            j.status.map(|s| judgement::status(Some(s), lang)).unwrap_or_default().to_owned()
        }
        (Field::Justification, _) => text(&j.justification),
        (Field::Author, _) => text(&j.author),
        (Field::Date, Some(Lang::Fr)) => {
            j.date.map(|d| format!("{:02}/{:02}/{}", d.day(), d.month(), d.year())).unwrap_or_default()
        }
        (Field::Date, _) => j.date.map(|d| d.to_string()).unwrap_or_default(),
        (Field::Owner, _) => text(&j.owner),
        (Field::Links, _) => j.evidence.join("\n"),
        (Field::Note, _) => text(&j.note),
        _ => panic!("no field of a judgement"),
    }
}

fn row<S: Into<String>>(cells: impl IntoIterator<Item = S>) -> Vec<String> {
    cells.into_iter().map(Into::into).collect()
}

fn grid(name: &str, rows: Vec<Vec<String>>) -> Grid {
    Grid { name: name.to_owned(), rows, formulas: 0, merged: 0 }
}

/// A sheet with every requirement, and with those on which only judgements are left.
fn sheet(document: &Document, style: Style) -> Grid {
    let judgements = &paas(document).judgements;
    let mut rows = vec![row(["Socle", "a line above"]), Vec::new()];
    let mut heads = vec![head(Field::Requirement, style), "verdict".to_owned()];
    heads.extend(Field::JUDGEMENT.map(|f| head(f, style)));
    rows.push(heads);
    let ids = SECNUMCLOUD.requirements.iter().map(|r| r.id);
    let others = judgements.keys().map(String::as_str).filter(|id| SECNUMCLOUD.requirement(id).is_none());
    for id in ids.chain(others) {
        let none = Judgement::default();
        let judgement = judgements.get(id).unwrap_or(&none);
        let mut cells = row([id, "Remains"]);
        cells.extend(Field::JUDGEMENT.map(|f| written(judgement, f, style)));
        // As a reader leaves them: nothing at the end.
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        rows.push(cells);
    }
    grid(if style.is_none() { "" } else { "Scope" }, rows)
}

/// What the hidden sheet remembers.
fn hidden(document: &Document) -> Grid {
    let mut rows = vec![
        row(["format", "socle-sheet/1"]),
        row(["service", "paas"]),
        row(["title", "anything"]),
        row(["requirement", "field", "value", "base"]),
    ];
    for (id, judgement) in &paas(document).judgements {
        for field in Field::JUDGEMENT {
            let value = written(judgement, field, None);
            if !value.is_empty() {
                rows.push(row([id, field.id(), &value]));
            }
        }
    }
    grid("socle", rows)
}

fn export(document: &Document, style: Style, remembers: bool) -> Vec<Grid> {
    let mut grids = vec![grid("Cover", vec![row(["What this is"]), row(["Requirement", "no other head"])])];
    grids.push(sheet(document, style));
    if remembers {
        grids.push(hidden(document));
    }
    grids
}

/// Writes in the cell of a requirement.
fn put(grids: &mut [Grid], id: &str, field: Field, text: &str) {
    let at = Field::JUDGEMENT.iter().position(|f| *f == field).expect("a field") + 2;
    let row = grids[1].rows.iter_mut().find(|r| r.first().is_some_and(|c| c == id)).expect("a row");
    if row.len() <= at {
        row.resize(at + 1, String::new());
    }
    row[at] = text.to_owned();
}

fn planned(document: &Document, grids: &[Grid]) -> Plan {
    plan(&SECNUMCLOUD, document, grids, &"paas".into()).expect("it fits")
}

fn taken(document: &Document, plan: &Plan, which: &dyn Fn(&Change) -> bool) -> Document {
    apply(&SECNUMCLOUD, document, edit(plan, document, which)).expect("it can be made").0
}

/// What comes of a file when nobody says anything to the plan.
fn brought_back(document: &Document, grids: &[Grid]) -> Document {
    taken(document, &planned(document, grids), &Change::is_plain)
}

// ---------------------------------------------------------------------------------------------------------------------
// Whatever people do
// ---------------------------------------------------------------------------------------------------------------------

/// Texts of people, formulas and markup among them.
fn text() -> impl Strategy<Value = String> {
    let any = "[a-zA-Zéàœ0-9=+@\"'<>;,. \u{a0}\n\u{4e91}-]{1,24}";
    let known =
        ["=1+1", "@SUM(A1)", "<script>alert(1)</script>", "done", "2026-01-01", "'quoted", "a;b", "-"];
    prop_oneof![3 => any.prop_map(|t: String| t.trim().to_owned()), 1 => select(known.to_vec()).prop_map(str::to_owned)]
        .prop_filter("it says something", |t| !t.is_empty())
}

fn links() -> impl Strategy<Value = Vec<String>> {
    let address = "https?://[a-z]{1,5}\\.example/[a-z=?]{0,6}(;[a-z]{1,3})?";
    let piece = prop_oneof![address, "[a-z]{1,4} [a-z;]{1,6}", "ref [0-9]{1,3}"];
    vec(piece.prop_map(|p: String| p.trim().to_owned()), 0..3)
}

type Verdict = Option<(Override, String, String, model::Date)>;

fn verdict() -> impl Strategy<Value = Verdict> {
    let day = (2020_u16..2030, 1_u8..=12, 1_u8..=28)
        .prop_map(|(y, m, d)| model::Date::new(y, m, d).expect("a day"));
    option::of((select(Override::ALL.to_vec()), text(), text(), day))
}

/// What a person does with one requirement.
#[derive(Debug, Clone)]
enum Act {
    Verdict(Verdict),
    Status(Option<Status>),
    Owner(Option<String>),
    Links(Vec<String>),
    Note(Option<String>),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        verdict().prop_map(Act::Verdict),
        option::of(select(Status::ALL.to_vec())).prop_map(Act::Status),
        option::of(text()).prop_map(Act::Owner),
        links().prop_map(Act::Links),
        option::of(text()).prop_map(Act::Note),
    ]
}

impl Act {
    fn on(&self, j: &mut Judgement) -> &'static [Field] {
        match self {
            Self::Verdict(said) => {
                j.verdict = said.as_ref().map(|s| s.0);
                j.justification = said.as_ref().map(|s| s.1.clone());
                j.author = said.as_ref().map(|s| s.2.clone());
                j.date = said.as_ref().map(|s| s.3);
                &[Field::Override, Field::Justification, Field::Author, Field::Date]
            }
            Self::Status(status) => {
                j.status = *status;
                &[Field::Status]
            }
            Self::Owner(owner) => {
                j.owner.clone_from(owner);
                &[Field::Owner]
            }
            Self::Links(links) => {
                j.evidence.clone_from(links);
                &[Field::Links]
            }
            Self::Note(note) => {
                j.note.clone_from(note);
                &[Field::Note]
            }
        }
    }
}

/// Which requirements were touched, one of them unknown to the text.
fn ids() -> impl Strategy<Value = String> {
    let mut ids: Vec<String> = SECNUMCLOUD.requirements.iter().step_by(23).map(|r| r.id.to_owned()).collect();
    ids.push("99.1.z".to_owned());
    select(ids)
}

fn judged() -> impl Strategy<Value = BTreeMap<String, Judgement>> {
    vec((ids(), vec(act(), 1..6)), 0..20).prop_map(|all| {
        let mut judgements = BTreeMap::new();
        for (id, acts) in all {
            let mut judgement = Judgement::default();
            for act in acts {
                act.on(&mut judgement);
            }
            judgements.insert(id, judgement);
        }
        judgements.retain(|_, j| *j != Judgement::default());
        judgements
    })
}

/// The document after these acts, and the cells that they touched in the file.
fn act_on(
    document: &Document,
    acts: &[(String, Act)],
    mut cells: Option<(&mut Vec<Grid>, Style)>,
) -> Document {
    let mut after = document.clone();
    let judgements = &mut after.services[1].judgements;
    for (id, act) in acts {
        let known = SECNUMCLOUD.requirement(id).is_some() || paas(document).judgements.contains_key(id);
        if !known {
            continue;
        }
        let mut judgement = judgements.get(id).cloned().unwrap_or_default();
        let fields = act.on(&mut judgement);
        if let Some((grids, style)) = &mut cells {
            for field in fields {
                put(grids, id, *field, &written(&judgement, *field, *style));
            }
        }
        if judgement == Judgement::default() {
            judgements.remove(id);
        } else {
            judgements.insert(id.clone(), judgement);
        }
    }
    after
}

/// Pieces that a cell takes apart, or texts that differ in blanks alone, are the same thing written in another way.
fn alike(mut document: Document) -> Document {
    for judgement in document.services[1].judgements.values_mut() {
        judgement.evidence = judgement.evidence.iter().map(|l| l.trim().to_owned()).collect();
        judgement.evidence.retain(|l| !l.is_empty());
    }
    document
}

#[test]
fn exactly_what_was_changed_in_the_file_changes() {
    let acts = vec((ids(), act()), 0..12);
    run(
        300,
        &(judged(), acts, select(STYLES.to_vec()), any::<bool>()),
        |(before, acts, style, remembers)| {
            let document = with(before);
            let mut grids = export(&document, style, remembers);
            prop_assert_eq!(&brought_back(&document, &grids), &document, "nothing was changed");
            let expected = act_on(&document, &acts, Some((&mut grids, style)));
            let plan = planned(&document, &grids);
            prop_assert!(plan.problems.is_empty() && plan.duplicates.is_empty(), "{:?}", plan);
            prop_assert!(plan.changes.iter().all(Change::is_plain));
            let after = brought_back(&document, &grids);
            prop_assert_eq!(&alike(after.clone()), &alike(expected), "{:?}", acts);
            // Again, and there is nothing to do; the former file brings back the former document.
            prop_assert_eq!(planned(&after, &grids).changes, Vec::new());
            let gone = |d: &Document| !paas(d).judgements.contains_key("99.1.z");
            if gone(&document) == gone(&after) {
                let back = brought_back(&after, &export(&document, style, false));
                prop_assert_eq!(alike(back), alike(document));
            }
            Ok(())
        },
    );
}

#[test]
fn what_changed_meanwhile_stays_and_conflicts_wait_for_a_person() {
    let acts = || vec((ids(), act()), 0..12);
    run(250, &(judged(), acts(), acts(), select(STYLES.to_vec())), |(before, theirs, ours, style)| {
        let document = with(before);
        let mut grids = export(&document, style, true);
        act_on(&document, &theirs, Some((&mut grids, style)));
        let now = act_on(&document, &ours, None);
        let plan = planned(&now, &grids);
        let after = taken(&now, &plan, &Change::is_plain);
        let whole = taken(&now, &plan, &|_| true);
        for id in SECNUMCLOUD.requirements.iter().map(|r| r.id).chain(["99.1.z"]) {
            let of = |d: &Document| paas(d).judgements.get(id).cloned().unwrap_or_default();
            let row = grids[1].rows.iter().find(|r| r.first().is_some_and(|c| c == id));
            // A row on which nothing is left is one that nobody knows.
            let is_known = SECNUMCLOUD.requirement(id).is_some() || paas(&now).judgements.contains_key(id);
            let Some(row) = row.filter(|_| is_known) else { continue };
            let theirs_of = |fields: &[Field]| {
                let mut moved = (false, false, false);
                for field in fields {
                    let at = Field::JUDGEMENT.iter().position(|f| f == field).expect("a field") + 2;
                    let file = row.get(at).cloned().unwrap_or_default();
                    let (then, now) =
                        (written(&of(&document), *field, style), written(&of(&now), *field, style));
                    moved = (moved.0 || file != then, moved.1 || now != then, moved.2 || file != now);
                }
                moved
            };
            for fields in Field::JUDGEMENT
                .chunks(4)
                .flat_map(|c| if c[0] == Field::Override { vec![c] } else { c.chunks(1).collect() })
            {
                let (file_moved, we_moved, differ) = theirs_of(fields);
                for field in fields {
                    let at = Field::JUDGEMENT.iter().position(|f| f == field).expect("a field") + 2;
                    let file = row.get(at).cloned().unwrap_or_default();
                    let said = |d: &Document| written(&of(d), *field, style);
                    let expected = if file_moved && !we_moved { file.clone() } else { said(&now) };
                    prop_assert_eq!(said(&after), expected, "{} {:?}", id, field);
                    let expected = if file_moved { file } else { said(&now) };
                    prop_assert_eq!(said(&whole), expected, "{} {:?}, all taken", id, field);
                }
                let conflicts = plan
                    .changes
                    .iter()
                    .filter(|c| c.requirement == id && fields.contains(&c.field) && !c.is_plain());
                prop_assert_eq!(
                    conflicts.count() > 0,
                    file_moved && we_moved && differ,
                    "{} {:?}",
                    id,
                    fields
                );
            }
        }
        Ok(())
    });
}

/// Cells of all kinds: heads, numbers, words, days, what formulas leave.
fn cells() -> impl Strategy<Value = String> {
    let mut known: Vec<String> = Field::ALL.iter().map(|f| f.id().to_owned()).collect();
    known.extend(Field::ALL.iter().map(|f| f.head(Lang::Fr).to_owned()));
    for word in
        ["12.11.a", "5.1.a", "12.11 A)", "done", "Héritée", "2026-13-01", "1/2/2026", "#REF!", "oui", "iaas"]
    {
        known.extend([word.to_owned(), word.to_owned()]);
    }
    prop_oneof![2 => Just(String::new()), 6 => select(known), 1 => any::<String>()]
}

#[test]
fn whatever_comes_back_nothing_breaks_and_only_judgements_and_answers_move() {
    let name = prop_oneof![Just(String::new()), Just("socle".to_owned()), any::<String>()];
    let tail = vec(vec(cells(), 0..9), 0..10);
    let heads = option::weighted(0.9, (0..3_usize, proptest::sample::subsequence(Field::ALL.to_vec(), 2..8)));
    let grid = (name, heads, tail, 0..2_usize).prop_map(|(name, heads, mut rows, merged)| {
        if let Some((at, fields)) = heads {
            let mut row = row(["requirement"]);
            row.extend(fields.iter().map(|f| f.id().to_owned()));
            rows.insert(at.min(rows.len()), row);
        }
        Grid { name, rows, formulas: merged, merged }
    });
    run(800, &vec(grid, 0..3), |mut grids| {
        let document = document();
        grids.extend(Some(hidden(&document)).filter(|_| grids.len() == 2));
        let Ok(plan) = plan(&SECNUMCLOUD, &document, &grids, &"paas".into()) else { return Ok(()) };
        for which in [&Change::is_plain as &dyn Fn(&Change) -> bool, &|_| true, &|c| c.field != Field::Author]
        {
            let mut after = taken(&document, &plan, which);
            for (id, judgement) in &paas(&after).judgements {
                let before = paas(&document).judgements.get(id);
                let verdict = |j: &Judgement| (j.verdict, j.justification.clone(), j.author.clone(), j.date);
                let same = before.is_some_and(|b| verdict(b) == verdict(judgement));
                prop_assert!(same || judgement::lacks(judgement).is_none(), "{}", id);
            }
            for (then, now) in document.services.iter().zip(&mut after.services) {
                now.judgements.clone_from(&then.judgements);
                for (then, now) in then.relies_on.iter().zip(&mut now.relies_on) {
                    now.answers.clone_from(&then.answers);
                }
            }
            prop_assert_eq!(&after, &document);
        }
        prop_assert_eq!(&taken(&document, &plan, &|_| false), &document);
        Ok(())
    });
}

// ---------------------------------------------------------------------------------------------------------------------
// One thing at a time
// ---------------------------------------------------------------------------------------------------------------------

/// A file of one sheet.
fn csv(rows: &[&[&str]]) -> Vec<Grid> {
    vec![grid("", rows.iter().map(|r| row(r.iter().copied())).collect())]
}

fn judgement_of(document: &Document, id: &str) -> Judgement {
    paas(document).judgements.get(id).cloned().unwrap_or_default()
}

#[test]
fn numbers_words_days_and_links_are_read_as_people_write_them() {
    let heads: &[&str] = &[
        "EXIGENCE",
        "avancement",
        "Verdict put by a person",
        "motif",
        "Auteur",
        "date",
        "liens vers les preuves",
    ];
    let days = ["2026-02-03", "3/2/2026", "03.02.2026", " 2026-02-03 00:00:00 "];
    let numbers = ["12.2.a", " 12.2.A ", "12.2 a)", "12.2.a"];
    let states = ["Terminé", "done", "FAIT", " Done "];
    let verdicts = ["Héritée", "inherited", "herite", "Inherited"];
    for (((day, number), state), verdict) in days.iter().zip(numbers).zip(states).zip(verdicts) {
        let links = "https://a.example/1;https://a.example/2\nref; two  words\r\n\r\nHTTP://B.example x";
        let grids = csv(&[heads, &[number, state, verdict, "why", "who", day, links]]);
        let plan = planned(&document(), &grids);
        assert_eq!(plan.problems, Vec::new());
        let found = judgement_of(&brought_back(&document(), &grids), "12.2.a");
        assert_eq!((found.status, found.verdict), (Some(Status::Done), Some(Override::Inherited)));
        assert_eq!(found.date.map(|d| d.to_string()).as_deref(), Some("2026-02-03"));
        let pieces = ["https://a.example/1", "https://a.example/2", "ref; two  words", "HTTP://B.example x"];
        assert_eq!(found.evidence, pieces);
    }
    // No guessing: neither a slip of the pen, nor a month before its day, nor two figures for a year.
    for (field, text) in [
        ("status", "dome"),
        ("date", "02/13/2026"),
        ("date", "3/2/26"),
        ("date", "2026-02-30"),
        ("date", "46000"),
        ("date", "22/11/2026/1"),
        ("note", "#VALEUR!"),
    ] {
        let plan = planned(&document(), &csv(&[&["requirement", field], &["5.1.a", text]]));
        assert!(plan.changes.is_empty(), "{text}");
        let [problem] = plan.problems.as_slice() else { panic!("{text}: {plan:?}") };
        assert!(matches!(problem.kind, Kind::Unread(_)) && problem.value == text, "{problem:?}");
        assert_eq!((problem.place.row, problem.place.column), (2, 2));
    }
    let answered = &[&["requirement", "base", "base_part_answer"][..], &["5.1.a", "iaas", "perhaps"]];
    let plan = planned(&document(), &csv(answered));
    assert!(plan.changes.is_empty() && plan.problems[0].kind == Kind::Unread(Unread::Word), "{plan:?}");
    let long = "x".repeat(20_001);
    let plan = planned(&document(), &csv(&[&["requirement", "note"], &["5.1.a", &long]]));
    assert_eq!(plan.problems[0].kind, Kind::Unread(Unread::TooLong));
    assert_eq!(plan.problems[0].value.chars().count(), 61, "cut, with a mark");
}

/// Of more changes than anybody reads the first are kept, and the others counted.
#[test]
fn of_too_many_changes_the_others_are_counted() {
    let mut document = document();
    let bases = ["iaas", "b1", "b2", "b3"];
    for id in &bases[1..] {
        document.services.push(Service { id: (*id).into(), ..document.services[0].clone() });
        let reliance = Reliance { service: (*id).into(), ..Reliance::default() };
        document.services[1].relies_on.push(reliance);
    }
    let mut rows =
        vec![row([Field::Requirement, Field::Base].into_iter().chain(Field::ANSWER).map(|f| f.id()))];
    for requirement in SECNUMCLOUD.requirements {
        rows.extend(
            bases.map(|b| row([requirement.id, b, "yes", "no", "Ann", "2026-01-01", "as sold", "§ 4"])),
        );
    }
    let plan = planned(&document, &[grid("", rows)]);
    let all = SECNUMCLOUD.requirements.len() * bases.len() * Field::ANSWER.len();
    assert!(all > KEPT);
    assert!(plan.changes.len() <= KEPT && plan.changes.len() + Field::ANSWER.len() > KEPT);
    assert_eq!((plan.changes.len() + plan.more, plan.problems.len()), (all, 0));
}

#[test]
fn a_verdict_comes_with_its_reasons_or_not_at_all() {
    let heads: &[&str] = &["requirement", "override", "justification", "author", "date", "owner"];
    for (cells, lacks) in [
        (["shared", "", "A", "2026-01-01"], Lacks::Justification),
        (["shared", "why", " ", "2026-01-01"], Lacks::Author),
        (["shared", "why", "A", ""], Lacks::Date),
    ] {
        let [verdict, why, who, day] = cells;
        let grids = csv(&[heads, &["5.1.a", verdict, why, who, day, "O"]]);
        let plan = planned(&document(), &grids);
        assert_eq!(plan.problems.iter().map(|p| p.kind).collect::<Vec<_>>(), [Kind::Lacks(lacks)]);
        assert_eq!(plan.problems[0].requirement, "5.1.a");
        // The rest of the row is taken all the same.
        let expected = Judgement { owner: Some("O".to_owned()), ..Judgement::default() };
        assert_eq!(judgement_of(&brought_back(&document(), &grids), "5.1.a"), expected);
    }
    // A day that is none holds the whole verdict back.
    let plan = planned(&document(), &csv(&[heads, &["5.1.a", "shared", "why", "A", "tomorrow", ""]]));
    assert!(plan.changes.is_empty() && plan.problems[0].holds);
    // Taken in part, it is left as it was, and that is told.
    let grids = csv(&[heads, &["5.1.a", "shared", "why", "A", "2026-01-01", "O"]]);
    let plan = planned(&document(), &grids);
    let but_author = |c: &Change| c.field != Field::Author;
    let after = taken(&document(), &plan, &but_author);
    assert_eq!(judgement_of(&after, "5.1.a").verdict, None);
    assert_eq!(judgement_of(&after, "5.1.a").owner.as_deref(), Some("O"));
    let told = withheld(&plan, &document(), &but_author);
    assert_eq!(told.iter().map(|p| p.kind).collect::<Vec<_>>(), [Kind::Lacks(Lacks::Author)]);
    assert!(withheld(&plan, &document(), &Change::is_plain).is_empty());
    // One that lacked something before stays, unless it is touched. An empty cell takes away, no cell does not.
    let kept = judgement_of(&document(), "12.11.a");
    let grids = csv(&[&["requirement", "note"], &["12.11.a", ""], &["5.1.a"]]);
    assert_eq!(planned(&document(), &grids).removals(), 1);
    assert_eq!(
        judgement_of(&brought_back(&document(), &grids), "12.11.a"),
        Judgement { note: None, ..kept.clone() }
    );
    let plan = planned(&document(), &csv(&[&["requirement", "override"], &["12.11.a", "shared"]]));
    assert_eq!(plan.problems.iter().map(|p| p.kind).collect::<Vec<_>>(), [Kind::Lacks(Lacks::Justification)]);
    let plan = planned(&document(), &csv(&[&["requirement", "override"], &["12.11.a", ""]]));
    assert_eq!(plan.changes.len(), 1, "a verdict is taken away without reasons");
}

#[test]
fn both_sides_moved_and_a_person_chooses() {
    let before = document();
    let mut grids = export(&before, Some(Lang::Fr), true);
    put(&mut grids, "12.11.a", Field::Owner, "From the file");
    put(&mut grids, "12.11.a", Field::Status, "fait");
    let mut now = before.clone();
    let judgement = now.services[1].judgements.get_mut("12.11.a").expect("it is there");
    judgement.owner = Some("From here".to_owned());
    judgement.note = Some("other".to_owned());
    let plan = planned(&now, &grids);
    assert_eq!((plan.changes.len(), plan.conflicts()), (2, 1));
    let conflict = plan.changes.iter().find(|c| !c.is_plain()).expect("a conflict");
    assert_eq!(conflict.before, Said::Text("From here".to_owned()));
    assert_eq!(conflict.after, Said::Text("From the file".to_owned()));
    assert_eq!(conflict.conflict, Some(Said::Text("A, \"B\"".to_owned())));
    assert_eq!(conflict.id(), "12.11.a/owner");
    let said = judgement_of(&taken(&now, &plan, &Change::is_plain), "12.11.a");
    assert_eq!((said.owner.as_deref(), said.status), (Some("From here"), Some(Status::Done)));
    assert_eq!(said.note.as_deref(), Some("other"));
    let said = judgement_of(&taken(&now, &plan, &|_| true), "12.11.a");
    assert_eq!(said.owner.as_deref(), Some("From the file"));
    // Both said the same: nothing to choose.
    let mut now = before;
    let judgement = now.services[1].judgements.get_mut("12.11.a").expect("it is there");
    judgement.owner = Some("From the file".to_owned());
    let plan = planned(&now, &grids);
    assert_eq!((plan.changes.len(), plan.conflicts(), plan.already), (1, 0, 1));
}

#[test]
fn of_two_rows_that_differ_none_is_taken() {
    let rows: &[&[&str]] = &[
        &["requirement", "status", "note"],
        &["5.1.a", "done", "x"],
        &["5.1.b", "done", ""],
        &["5.1.A", "todo", "x"],
        &["5.1.b", "fait", ""],
    ];
    let plan = planned(&document(), &csv(rows));
    assert_eq!(plan.changes.iter().map(Change::id).collect::<Vec<_>>(), ["5.1.b/status"]);
    let [duplicate] = plan.duplicates.as_slice() else { panic!("{plan:?}") };
    assert_eq!((duplicate.requirement.as_str(), duplicate.rows), ("5.1.a", 2));
    assert_eq!(duplicate.places.iter().map(|p| p.row).collect::<Vec<_>>(), [2, 4]);
    // The same requirement in another sheet that was left as it was stands in nobody's way; two that moved do.
    let before = document();
    let mut grids = export(&before, Some(Lang::En), true);
    let mut copy = grids[1].clone();
    copy.name = "Remaining".to_owned();
    grids.push(copy);
    put(&mut grids, "5.1.a", Field::Owner, "once");
    assert_eq!(planned(&before, &grids).changes.len(), 1);
    put(&mut grids[2..], "5.1.a", Field::Owner, "twice");
    let plan = planned(&before, &grids);
    assert_eq!((plan.changes.len(), plan.duplicates.len()), (0, 1));
}

#[test]
fn a_file_says_what_cannot_be_read_and_the_rest_is_taken() {
    let mut rows = vec![row(["a title"]), Vec::new(), row(["x", "y"]), row(["= A1"])];
    rows.push(row(["colour", "Requirement", "Note", "note", "Owner", "=cmd|' /C calc'!A0"]));
    rows.push(row(["", "5.1.a", "one", "two", "=1+1", "x"]));
    rows.push(row(["", "5.99.a", "", "", "lost"]));
    rows.push(row(["", "", "", "", "lost too"]));
    rows.push(row(["total"]));
    let grids = [
        Grid { formulas: 3, ..grid("Feuille 1", rows) },
        grid("Autre", vec![row(["Requirement"])]),
        grid("socle", vec![row(["Mon socle"])]),
    ];
    let plan = planned(&document(), &grids);
    assert_eq!(plan.changes.iter().map(Change::id).collect::<Vec<_>>(), ["5.1.a/owner"]);
    assert_eq!(plan.changes[0].after, Said::Text("=1+1".to_owned()), "a text, and nothing else");
    assert!(plan.problems.iter().all(|p| p.kind == Kind::Twice && p.field == Field::Note));
    assert_eq!(plan.problems.iter().map(|p| p.place.column).collect::<Vec<_>>(), [3, 4]);
    let rows: Vec<(usize, &str)> = plan
        .unknown
        .iter()
        .filter_map(
            |u| if let Unknown::Row { place, id } = u { Some((place.row, id.as_str())) } else { None },
        )
        .collect();
    assert_eq!(rows, [(7, "5.99.a"), (8, "")]);
    let columns = plan
        .unknown
        .iter()
        .any(|u| matches!(u, Unknown::Columns { heads, .. } if *heads == ["colour", "=cmd|' /C calc'!A0"]));
    assert!(columns && plan.notes.contains(&Note::Formulas(3)) && plan.notes.contains(&Note::NoOrigin));
    assert!(plan.notes.contains(&Note::Sheets(row(["Autre", "socle"]))));
    // Of merged cells all but one come back empty: nothing is taken away.
    let merged =
        Grid { merged: 1, ..csv(&[&["requirement", "note", "owner"], &["12.11.a", "", "new"]]).remove(0) };
    let plan = planned(&document(), &[merged]);
    assert_eq!(plan.changes.iter().map(Change::id).collect::<Vec<_>>(), ["12.11.a/owner"]);
    // Nothing to read at all.
    for grids in
        [Vec::new(), csv(&[]), csv(&[&["requirement", "verdict"], &["5.1.a", "x"]]), csv(&[&["note"]])]
    {
        assert_eq!(plan_error(&grids), Unfit::NoTable);
    }
    let mut deep = vec![row(["x"]); 30];
    deep.push(row(["requirement", "note"]));
    assert_eq!(plan_error(&[grid("", deep)]), Unfit::NoTable);
}

fn plan_error(grids: &[Grid]) -> Unfit {
    plan(&SECNUMCLOUD, &document(), grids, &"paas".into()).expect_err("it does not fit")
}

#[test]
fn a_file_knows_its_service() {
    let document = document();
    let mut grids = export(&document, None, true);
    put(&mut grids, "5.1.a", Field::Note, "new");
    let plan = model::import::plan(&SECNUMCLOUD, &document, &grids, &"saas".into()).expect("it fits");
    assert_eq!(plan.service.as_str(), "paas");
    let other = Note::OtherService { of: "Atelier PaaS".to_owned(), at: "Atelier SaaS".to_owned() };
    assert!(plan.notes.contains(&other) && !plan.notes.contains(&Note::NoOrigin));
    grids[2].rows[1][1] = "gone".to_owned();
    assert_eq!(plan_error(&grids), Unfit::NoSuchService("gone".to_owned()));
    grids[2].rows[0][1] = "socle-sheet/2".to_owned();
    assert_eq!(plan_error(&grids), Unfit::OtherFormat("socle-sheet/2".to_owned()));
    // Shown and filtered, it has a row of heads of its own.
    let mut grids = export(&document, None, true);
    grids[2].rows.insert(0, row(["key", "value"]));
    assert!(planned(&document, &grids).changes.is_empty());
}

#[test]
fn twenty_thousand_rows_are_read() {
    let mut rows = vec![row(Field::JUDGEMENT.iter().map(|f| f.id()).chain(["requirement"]))];
    for n in 0..20_000 {
        let id = if n % 3 == 0 { format!("x{n}") } else { SECNUMCLOUD.requirements[n % 278].id.to_owned() };
        let cell = format!("text {n}");
        rows.push(row(["done", &cell, &cell, "x", &cell, &cell, &cell, &cell, &id]));
    }
    let started = Instant::now();
    let plan = planned(&document(), &[grid("", rows)]);
    println!("20,000 rows in {} ms", started.elapsed().as_millis());
    assert_eq!(plan.duplicates.len(), 278);
    assert_eq!((plan.unknown.len(), plan.more), (5_000, 6_667 - 5_000));
    assert!(plan.changes.is_empty() && plan.say(Lang::En).contains("And 1667 more"));
    // All of a service at once.
    let mut whole = document();
    let judgement = Judgement { note: Some("x".repeat(2_000)), ..Judgement::default() };
    whole.services[1].judgements =
        SECNUMCLOUD.requirements.iter().map(|r| (r.id.to_owned(), judgement.clone())).collect();
    let mut grids = export(&whole, None, true);
    for requirement in SECNUMCLOUD.requirements {
        put(&mut grids, requirement.id, Field::Owner, "one");
    }
    let started = Instant::now();
    let plan = planned(&whole, &grids);
    println!("278 judgements in {} ms", started.elapsed().as_millis());
    let after = taken(&whole, &plan, &Change::is_plain);
    println!("and taken in {} ms", started.elapsed().as_millis());
    assert!(paas(&after).judgements.values().all(|j| j.owner.as_deref() == Some("one")));
}

// ---------------------------------------------------------------------------------------------------------------------
// The answers of a base
// ---------------------------------------------------------------------------------------------------------------------

fn answer_of<'d>(document: &'d Document, service: &str, id: &str) -> Option<&'d BaseAnswer> {
    let reliances: &[Reliance] = &document.service(service).expect("it is there").relies_on;
    reliances.first().and_then(|r| r.answers.get(id))
}

#[test]
fn answers_go_to_the_reliance_on_their_base() {
    let document = document();
    let fields = [Field::Requirement, Field::Base].into_iter().chain(Field::ANSWER);
    let heads = row(fields.map(|f| f.head(Lang::Fr)));
    let said =
        |base: &str| row(["12.11.a", base, "Oui", "pas de réponse", "Ann", "3/2/2026", "as sold", "§ 4"]);
    let expected = BaseAnswer {
        base_part: Some(Answer::Yes),
        interlock: Some(Answer::Unknown),
        author: Some("Ann".to_owned()),
        date: Some("2026-02-03".parse().expect("a day")),
        text: Some("as sold".to_owned()),
        reference: Some("§ 4".to_owned()),
        ..BaseAnswer::default()
    };
    // By its identifier or its name; for the service itself, or for the one on its way to the base.
    for (service, base) in [("paas", "iaas"), ("paas", "northern IAAS"), ("saas", "iaas")] {
        let grids = [grid("", vec![heads.clone(), said(base)])];
        let plan = plan(&SECNUMCLOUD, &document, &grids, &service.into()).expect("it fits");
        assert_eq!((plan.changes.len(), plan.problems.len()), (6, 0), "{base}");
        let on = plan.changes[0].on.as_ref().expect("an answer");
        assert_eq!((on.service.as_str(), on.base.as_str()), ("paas", "iaas"));
        assert_eq!(plan.changes[0].id(), "12.11.a/base_part_answer/paas/iaas");
        let after = taken(&document, &plan, &Change::is_plain);
        assert_eq!(answer_of(&after, "paas", "12.11.a"), Some(&expected));
        let plan = model::import::plan(&SECNUMCLOUD, &after, &grids, &service.into()).expect("it fits");
        assert!(plan.changes.is_empty(), "nothing to do again");
        // Taken away whole, nothing is left of it.
        let bare = [grid("", vec![heads.clone(), row(["12.11.a", base])])];
        let plan = model::import::plan(&SECNUMCLOUD, &after, &bare, &service.into()).expect("it fits");
        assert_eq!(plan.removals(), 6);
        assert_eq!(taken(&after, &plan, &Change::is_plain), document);
    }
    // Which base it is must be told, and be one of those under the service.
    for (base, kind) in [("", Kind::NoBase), ("later", Kind::OtherBase), ("saas", Kind::OtherBase)] {
        let plan = planned(&document, &[grid("", vec![heads.clone(), said(base)])]);
        assert_eq!(plan.problems.iter().map(|p| p.kind).collect::<Vec<_>>(), [kind]);
        assert!(plan.changes.is_empty());
    }
    // A name that two bases bear tells neither.
    let mut twins = document.clone();
    twins.services.push(Service { id: "iaas-2".into(), ..twins.services[0].clone() });
    twins.services[1].relies_on.push(Reliance { service: "iaas-2".into(), ..Reliance::default() });
    let plan = planned(&twins, &[grid("", vec![heads.clone(), said("Northern IaaS")])]);
    assert_eq!(plan.problems.iter().map(|p| p.kind).collect::<Vec<_>>(), [Kind::OtherBase]);
    assert_eq!(planned(&twins, &[grid("", vec![heads.clone(), said("iaas-2")])]).changes.len(), 6);
    // An answer on what the text no longer has can be taken back.
    let mut old = document.clone();
    old.services[1].relies_on[0].answers.insert("99.1.a".to_owned(), expected.clone());
    let mut bare = said("iaas")[..2].to_vec();
    bare[0] = "99.1.a".to_owned();
    let after = brought_back(&old, &[grid("", vec![heads.clone(), bare])]);
    assert_eq!(after, document);
    // The hidden sheet tells it for a whole sheet, and what stood there.
    let bare = |text: &str| row(["12.11.a", "Yes", "", "", "", text]);
    let heads = row([Field::Requirement].into_iter().chain(Field::ANSWER).map(|f| f.head(Lang::En)));
    let told = vec![
        row(["format", "socle-sheet/1"]),
        row(["service", "saas"]),
        row(["sheet", "Split 1", "iaas"]),
        row(["requirement", "field", "value", "base"]),
        row(["12.11.a", "base_part_answer", "yes", "iaas"]),
        row(["12.11.a", "answer", "then", "iaas"]),
    ];
    let mut now = document.clone();
    let moved =
        BaseAnswer { base_part: Some(Answer::No), text: Some("then".to_owned()), ..BaseAnswer::default() };
    now.services[1].relies_on[0].answers.insert("12.11.a".to_owned(), moved.clone());
    for (text, changes) in [("then", 0), ("now", 2)] {
        let grids = [grid("Split 1", vec![heads.clone(), bare(text)]), grid("socle", told.clone())];
        let plan = planned(&now, &grids);
        assert_eq!((plan.changes.len(), plan.conflicts()), (changes, changes), "{plan:?}");
        assert_eq!(taken(&now, &plan, &Change::is_plain), now);
    }
    now.services[1].relies_on[0]
        .answers
        .insert("12.11.a".to_owned(), BaseAnswer { base_part: Some(Answer::Yes), ..moved });
    let grids = [grid("Split 1", vec![heads, bare("now")]), grid("socle", told)];
    let after = brought_back(&now, &grids);
    assert_eq!(answer_of(&after, "paas", "12.11.a").and_then(|a| a.text.as_deref()), Some("now"));
    // Each word of the list is read back in both languages.
    for word in lexicon::family("answer") {
        for lang in Lang::ALL {
            let grids =
                csv(&[&["requirement", "base", "interlock_answer"], &["5.1.a", "iaas", word.get(lang)]]);
            let after = brought_back(&document, &grids);
            let said = answer_of(&after, "paas", "5.1.a").and_then(|a| a.interlock);
            assert_eq!(said.map(Answer::id), Some(word.0));
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The files that leave
// ---------------------------------------------------------------------------------------------------------------------

/// A sheet as a reader of spreadsheets brings it back.
fn brought(sheet: &Sheet, lang: Lang) -> Grid {
    let text = |value: &Value| match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Verdict(outcome) => words::outcome(*outcome, lang).to_owned(),
    };
    let mut rows = vec![row(sheet.columns.iter().map(|c| c.head.as_str()))];
    rows.extend(sheet.rows.iter().map(|r| r.iter().map(text).collect()));
    rows.retain(|r: &Vec<String>| sheet.kind == Use::Table || r.iter().any(|c| !c.is_empty()));
    grid(&sheet.name, rows)
}

fn write_cell(grids: &mut [Grid], sheet: usize, id: &str, head: &str, text: &str) {
    let rows = &mut grids[sheet].rows;
    let at = rows[0].iter().position(|h| h == head).unwrap_or_else(|| panic!("no {head} in {:?}", rows[0]));
    let row = rows.iter_mut().find(|r| r.first().is_some_and(|c| c == id)).expect("a row");
    row[at] = text.to_owned();
}

#[test]
fn the_files_that_leave_come_back() {
    let mut before = document();
    let judgement = Judgement {
        verdict: Some(Override::NotApplicable),
        justification: Some("=why".to_owned()),
        author: Some("A".to_owned()),
        date: Some("2026-02-03".parse().expect("a day")),
        status: Some(Status::Blocked),
        owner: Some(" B ".to_owned()),
        evidence: row(["https://a.example/1;x", "two words", "https://a.example/2 https://a.example/3"]),
        note: Some("two\r\nlines \u{7}".to_owned()),
        ..Judgement::default()
    };
    for id in ["5.1.a", "9.6.i", "19.6.d", "99.1.z"] {
        before.services[1].judgements.insert(id.to_owned(), judgement.clone());
    }
    before.services[1].judgements.insert("12.2.a".to_owned(), Judgement::default());
    let (target, day) = ("paas".into(), "2026-11-22".parse().expect("a day"));
    let question = Question::of(&SECNUMCLOUD, &before, day);
    let shared = {
        let scope = model::scope(&SECNUMCLOUD, &before, &target, &question).expect("a scope");
        let mut of = scope.verdicts.iter().filter(|v| v.outcome == Outcome::Shared);
        of.next().expect("one that is shared").requirement.id
    };
    let answer = BaseAnswer {
        base_part: Some(Answer::No),
        interlock: Some(Answer::Unknown),
        date: Some("2026-02-03".parse().expect("a day")),
        text: Some("no\n".to_owned()),
        ..BaseAnswer::default()
    };
    before.services[1].relies_on[0].answers.insert(shared.to_owned(), answer);
    for lang in Lang::ALL {
        let pack = match lang {
            Lang::Fr => text::FR,
            Lang::En => text::EN,
        };
        let pack = &TextPack::parse(pack.as_bytes()).expect("a pack");
        let document = &before;
        let asked = Asked {
            catalog: &SECNUMCLOUD,
            document,
            target: &target,
            question: &question,
            pack,
            lang,
            generated: None,
        };
        let book = workbook(&asked, None).expect("a workbook");
        let mut scope: Vec<Grid> = book.sheets.iter().map(|s| brought(s, lang)).collect();
        let split = paper_book(Paper::Split, &asked).expect("a workbook");
        let mut split: Vec<Grid> = split.sheets.iter().map(|s| brought(s, lang)).collect();
        let mut csv = vec![brought(&csv_sheet(&asked, None).expect("a sheet"), lang)];
        // Without the hidden sheet too: the document alone is what they are held against.
        let without =
            |grids: &[Grid]| grids.iter().filter(|g| g.name != "socle").cloned().collect::<Vec<_>>();
        for grids in [&scope, &split, &csv, &without(&scope), &without(&split)] {
            let plan = planned(&before, grids);
            assert!(plan.changes.is_empty() && plan.problems.is_empty(), "{lang:?}: {:?}", plan.changes);
            assert!(plan.duplicates.is_empty(), "{:?}", plan.duplicates);
            assert!(!plan.unknown.iter().any(|u| matches!(u, Unknown::Row { .. })), "{:?}", plan.unknown);
        }
        // What is filled in there, and nothing else, is what changes.
        let at = |grids: &[Grid], field: Field| {
            let is = |g: &Grid| g.rows.first().is_some_and(|r| r.iter().any(|h| h == field.head(lang)));
            grids.iter().position(is).expect("a sheet with that head")
        };
        let sheet = at(&scope, Field::Owner);
        write_cell(&mut scope, sheet, "5.1.a", Field::Owner.head(lang), "C");
        write_cell(&mut csv, 0, "5.1.a", "owner", "C");
        for grids in [&scope, &csv, &without(&scope)] {
            let mut expected = before.clone();
            expected.services[1].judgements.get_mut("5.1.a").expect("it is there").owner =
                Some("C".to_owned());
            assert_eq!(brought_back(&before, grids), expected);
        }
        let sheet = at(&split, Field::Answer);
        write_cell(&mut split, sheet, shared, Field::Reference.head(lang), "§ 4");
        let mut expected = before.clone();
        let answers = &mut expected.services[1].relies_on[0].answers;
        answers.get_mut(shared).expect("it is there").reference = Some("§ 4".to_owned());
        assert_eq!(brought_back(&before, &split), expected);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Words
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn everything_is_said_in_both_languages_and_texts_from_outside_are_inert() {
    let hostile = "<img onerror=x>\u{202e}\n'evil' {} \u{7}".repeat(9);
    let mut rows = vec![row(["requirement", "Base", "status", "note", "note", "date", &hostile])];
    for field in ["override", "justification", "author", "base_part_answer"] {
        rows[0].push(field.to_owned());
    }
    rows.push(row(["5.1.a", &hostile, &hostile, "", "", &hostile, "", "shared", "", "", "yes"]));
    rows.push(row(["5.1.b", "", "done", "", "", "", "", "shared", "x", "", "no"]));
    rows.push(row([hostile.as_str(), "", "x"]));
    rows.push(row(["", "", "x"]));
    for (n, status) in ["todo", "done"].into_iter().enumerate() {
        for _ in 0..=n * 12 {
            rows.push(row(["12.1.a", "", status]));
        }
    }
    rows.push(row(["12.11.a", "", "blocked", "", "", "", "", "remains", "", "", "no"]));
    let sheet = Grid { formulas: 1, merged: 1, ..grid(&hostile, rows) };
    let mut told = vec![row(["format", "socle-sheet/1"]), row(["service", "paas"])];
    told.push(row(["requirement", "field", "value"]));
    let plain = plan(&SECNUMCLOUD, &document(), &[sheet.clone(), grid(&hostile, Vec::new())], &"saas".into());
    let with_origin = plan(&SECNUMCLOUD, &document(), &[sheet, grid("socle", told)], &"saas".into());
    let mut said: Vec<[String; 2]> = Vec::new();
    let mut kinds: Vec<String> = Vec::new();
    for plan in [plain, with_origin] {
        let plan = plan.expect("it fits");
        let both = |say: &dyn Fn(Lang) -> String| Lang::ALL.map(say);
        said.push(both(&|l| plan.say(l)));
        said.extend(plan.changes.iter().map(|c| both(&|l| c.say(l))));
        said.extend(plan.problems.iter().map(|p| both(&|l| p.say(l))));
        said.extend(plan.unknown.iter().map(|u| both(&|l| u.say(l))));
        said.extend(plan.duplicates.iter().map(|d| both(&|l| d.say(l))));
        said.extend(plan.notes.iter().map(|n| both(&|l| n.say(l))));
        kinds.extend(plan.problems.iter().map(|p| format!("{:?}", p.kind)));
        assert!(!plan.duplicates.is_empty() && !plan.changes.is_empty());
    }
    for kind in ["Word", "Date", "Lacks(Author)", "Twice", "NoBase", "OtherBase"] {
        assert!(kinds.iter().any(|k| k.contains(kind)), "{kind} is not among {kinds:?}");
    }
    for unfit in [Unfit::NoTable, Unfit::NoSuchService("x".to_owned()), Unfit::OtherFormat("y".to_owned())] {
        said.push(Lang::ALL.map(|l| unfit.say(l)));
    }
    for pair in &said {
        assert!(pair[0] != pair[1], "{pair:?}");
        for (text, lang) in pair.iter().zip(Lang::ALL) {
            assert!(!text.contains(['\n', '\u{202e}', '\u{7}']) && !text.contains("  "), "{text:?}");
            assert!(text.ends_with('.') && text.chars().count() < 900, "{text}");
            if lang == Lang::Fr && !text.contains("evil") {
                assert_eq!(slips_of_french(text), Vec::<String>::new(), "{text}");
            }
        }
    }
    // Each kind by itself: the words to choose from, what a cell holds, and what is held back with it.
    for (heads, cells, en) in [
        (
            ["requirement", "override", "author"],
            ["5.1.a", "perhaps", "A"],
            "Choose from: Inherited, Shared, Remains, Not applicable. Until then, nothing is taken of the verdict in this row.",
        ),
        (
            ["requirement", "base", "base_part_answer"],
            ["5.1.a", "iaas", "perhaps"],
            "Choose from: yes, no, no answer. Until then, nothing is taken of the answer in this row.",
        ),
        (
            ["requirement", "status", "note"],
            ["5.1.a", "done", "#N/A"],
            "Row 2, column C (5.1.a): “#N/A” is what a failed formula shows: write the value itself.",
        ),
        (
            ["requirement", "status", "note"],
            ["5.1.a", "done", &"x".repeat(20_001)],
            "Row 2, column C (5.1.a): this text is longer than 20000 characters: shorten it.",
        ),
    ] {
        let plan = planned(&document(), &csv(&[&heads, &cells]));
        let [problem] = plan.problems.as_slice() else { panic!("{plan:?}") };
        assert!(problem.say(Lang::En).ends_with(en), "{}", problem.say(Lang::En));
        assert_eq!(slips_of_french(&problem.say(Lang::Fr)), Vec::<String>::new());
    }
    // Columns of a file without sheets, more of them than are named.
    let many: Vec<String> = (0..11).map(|n| format!("c{n}")).collect();
    let heads =
        ["requirement", "note"].into_iter().chain(many.iter().map(String::as_str)).collect::<Vec<_>>();
    let plan = planned(&document(), &csv(&[&heads, &["5.1.a", "x"]]));
    let said = |lang| plan.unknown[0].say(lang);
    assert_eq!(
        said(Lang::En),
        "Columns that are not read: “c0”, “c1”, “c2”, “c3”, “c4”, “c5”, “c6”, “c7” and 3 more."
    );
    assert!(said(Lang::Fr).ends_with("«\u{202f}c7\u{202f}» et 3 de plus."), "{}", said(Lang::Fr));
    // What a cell says, before and after.
    for (said, fr, en) in [
        (Said::Nothing, "", ""),
        (Said::Verdict(Override::Remains), "Reste à ma charge", "Remains"),
        (Said::Status(Status::Done), "fait", "done"),
        (Said::Answer(Answer::No), "non", "no"),
        (Said::Day("2026-02-03".parse().expect("a day")), "3 février 2026", "3 February 2026"),
        (Said::Text("as: it is".to_owned()), "as: it is", "as: it is"),
        (Said::Links(row(["https://a.example", "b"])), "https://a.example\nb", "https://a.example\nb"),
    ] {
        assert_eq!([said.say(Lang::Fr), said.say(Lang::En)], [fr, en]);
    }
    let problem =
        &planned(&document(), &csv(&[&["requirement", "status"], &["5.1.a", "fini ?"]])).problems[0];
    assert_eq!(
        problem.say(Lang::Fr),
        "Ligne 2, colonne B (5.1.a)\u{a0}: «\u{202f}fini ?\u{202f}» n’est pas un mot connu sous «\u{202f}Avancement\u{202f}». Choisir parmi\u{a0}: à faire, en cours, fait, bloqué."
    );
    // What is in the document is not looked at, only shown.
    let before = write::to_text(&document());
    assert_eq!(before, write::to_text(&brought_back(&document(), &export(&document(), None, false))));
}
