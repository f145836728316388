//! Everything that is made of a document, one after the other: nothing of it may stop the program, whatever the document
//! says, and some of it can be held to what it promises.

use catalog::{
    Lang, SECNUMCLOUD,
    calendar::Calendar,
    eucs::{Draft, Level},
    text::{self, TextPack},
};
use model::{
    Document, Question, Side, calendar,
    diff::{self, swap_base},
    document::{Issue, ServiceId, read},
    eucs, export,
    fewest::fewest,
    interlock, judgement, layout, matrix, overview, ownership, pitch, repair,
    report::{
        annex, html, markdown,
        papers::{Asked, Paper, paper},
    },
    supply::Stack,
    table::wire,
    verdict::Evaluator,
};
use std::sync::OnceLock;

/// What is read once: the prose, the duties, the other scheme.
#[derive(Debug)]
pub struct Texts {
    packs: [TextPack; 2],
    drafts: [Draft; 2],
    calendar: Calendar,
}

impl Texts {
    /// From what the command carries.
    ///
    /// # Panics
    /// When that cannot be read.
    pub fn get() -> &'static Self {
        static TEXTS: OnceLock<Texts> = OnceLock::new();
        TEXTS.get_or_init(|| Self {
            packs: [text::FR, text::EN].map(|t| TextPack::parse(t.as_bytes()).expect("a pack")),
            drafts: [text::EUCS_FR, text::EUCS_EN].map(|t| Draft::parse(t.as_bytes()).expect("a draft")),
            calendar: Calendar::parse(text::CALENDAR.as_bytes()).expect("a calendar"),
        })
    }

    const fn of<T>(both: &[T; 2], lang: Lang) -> &T {
        let [fr, en] = both;
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

/// The repairs of a document with errors, and the drawing that is shown beside them.
///
/// # Panics
/// When a promise is broken, which is what is looked for.
pub fn repaired(bytes: &[u8], document: &Document, issues: &[Issue]) {
    let _ = layout::layout(document);
    let text = String::from_utf8_lossy(bytes);
    let Ok(root) = serde_json::from_str(text.trim_start_matches('\u{feff}')) else { return };
    for issue in issues.iter().filter(|i| i.is_error()).take(4) {
        for lang in Lang::ALL {
            assert!(repair::hint(issue, lang).is_none_or(|hint| !hint.is_empty()));
        }
        for found in repair::repairs(&SECNUMCLOUD, &root, issue) {
            let after = repair::apply(&root, &found).to_string();
            let (_, left) = read(&SECNUMCLOUD, after.as_bytes()).expect("a repaired document is one");
            // In a list, the next fault may move up to the place of this one.
            let errors = |all: &[Issue]| all.iter().filter(|i| i.is_error()).count();
            let is_better = !left.contains(issue) || errors(&left) < errors(issues);
            assert!(is_better && errors(&left) <= errors(issues), "a repair of {issue:?}");
        }
    }
}

/// What the screens, the exports and the papers show of a document without errors, for two of its services.
///
/// # Panics
/// When a promise is broken, which is what is looked for.
pub fn all(document: &Document, texts: &Texts) {
    let day = document.as_of.unwrap_or_else(|| "2026-11-22".parse().expect("a day"));
    let question = Question::of(&SECNUMCLOUD, document, day);
    let stack = Stack::new(document).expect("no circle");
    let glances = overview::overview(&SECNUMCLOUD, document, &question);
    assert_eq!(glances.len(), document.services.len());
    let drawn = layout::layout(document);
    assert!(drawn.width > 0 && drawn.height > 0);
    for lang in Lang::ALL {
        assert!(export::svg::diagram(&SECNUMCLOUD, document, &question, lang).trim_end().ends_with("</svg>"));
    }
    for supposition in calendar::possible(document) {
        let _ = calendar::supposed(document, &[supposition]);
    }
    let top = overview::top_service(document);
    let last = document.services.last().map(|s| s.id.clone());
    for target in top.iter().chain(last.iter().filter(|last| top.as_ref() != Some(*last))) {
        of_service(document, &stack, &question, target, texts);
    }
    for provider in document.providers.iter().take(2) {
        of_provider(document, &stack, &question, &provider.id);
    }
}

fn of_service(
    document: &Document,
    stack: &Stack<'_>,
    question: &Question,
    target: &ServiceId,
    texts: &Texts,
) {
    let node = stack.graph().node(target.as_str()).expect("a service of the document");
    let service = stack.graph().service(node).expect("a service");
    let mut evaluator = Evaluator::new(&SECNUMCLOUD, stack, question, vec![node]);
    let details = evaluator.details(node);
    let scope = evaluator.scope(node);
    for detail in &details {
        let steps = model::trace::steps(&SECNUMCLOUD, document, question, detail);
        assert!(!steps.is_empty() && steps.iter().all(|step| !step.say(Lang::Fr).is_empty()));
    }
    assert_eq!(matrix::matrix(&SECNUMCLOUD, document, target, question).map(|m| m.rows.len()), Some(278));
    let _ = interlock::of_details(document, &details);
    let progress = judgement::total(&judgement::progress(&SECNUMCLOUD, &scope, service));
    assert_eq!(progress.by_status.iter().sum::<usize>(), progress.of);
    for orphan in judgement::orphans(&SECNUMCLOUD, service, &scope) {
        if let Some(edit) = judgement::without(service, &orphan) {
            assert!(model::edit::apply(&SECNUMCLOUD, document, edit).is_ok(), "what is proposed can be done");
        }
    }
    let first = fewest(&SECNUMCLOUD, document, target, question, 5);
    assert!(first.questions.len() <= 5 && first.settled.is_sorted());
    let rulings = model::claims::claims(stack, question, node);

    let (from, to) = (question.as_of, question.as_of.plus_years(4));
    let flips = calendar::flips(&SECNUMCLOUD, document, target, question, from, to).expect("computable");
    assert!(flips.windows(2).all(|w| w[0].day < w[1].day), "in the order of time");
    let asked_of_time = export::calendar::Asked {
        catalog: &SECNUMCLOUD,
        document,
        service: target,
        question,
        from,
        to,
        data: &texts.calendar,
    };
    assert!(export::calendar::json(&asked_of_time).is_ok());

    for lang in Lang::ALL {
        let pack = Texts::of(&texts.packs, lang);
        let asked = Asked {
            catalog: &SECNUMCLOUD,
            document,
            target,
            question,
            pack,
            lang,
            generated: Some("a check"),
        };
        let entries = calendar::entries(document, target, &flips, lang).expect("computable");
        assert!(calendar::ics(&entries, from, lang).ends_with("END:VCALENDAR\r\n"));
        assert!(export::calendar::markdown(&asked_of_time, lang).is_ok());
        let said =
            pitch::facts(&SECNUMCLOUD, document, target, question, &details).sentences(&SECNUMCLOUD, lang);
        assert!(said.iter().all(|sentence| !sentence.is_empty()));
        assert!(first.questions.iter().all(|q| !q.ask(&SECNUMCLOUD, document, Some(pack), lang).is_empty()));
        let _ = export::markdown::claims(document, target.as_str(), question, &rulings, lang);
        assert!(export::scope::markdown(&asked, None).is_ok() && export::scope::csv(&asked, None).is_ok());

        let reports = Paper::ALL.map(|which| paper(which, &asked).expect("computable"));
        let audit = annex(&SECNUMCLOUD, document, target, question, pack, lang, None).expect("computable");
        for report in reports.iter().chain([&audit]) {
            assert!(html::page(report).ends_with("</html>\n") && !markdown::write(report).is_empty());
        }
        let book = export::workbook::workbook(&asked, None).expect("computable");
        let again = wire::read_book(&wire::book(&book));
        assert_eq!(again.as_ref(), Some(&book), "a workbook passes between modules");
        assert!(sheets::write(&book).is_ok(), "a workbook is written");
        for which in Paper::ALL {
            assert!(export::workbook::paper_book(which, &asked).is_ok());
        }
        let draft = Texts::of(&texts.drafts, lang);
        for level in [Level::Basic, Level::High] {
            let comparison = eucs::compare(&SECNUMCLOUD, draft, &scope, level);
            let rules = eucs::rules(document, target, level, &[]);
            let _ = export::eucs::markdown(draft, document, &comparison, &rules, lang);
        }
    }
    let asked = Asked {
        catalog: &SECNUMCLOUD,
        document,
        target,
        question,
        pack: Texts::of(&texts.packs, Lang::En),
        lang: Lang::En,
        generated: None,
    };
    let json = export::scope::json(&asked, None).expect("computable");
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());

    // Against itself nothing moves; against another base, what moves has a cause.
    let here = Side { document, service: target, question };
    assert!(diff::diff(&SECNUMCLOUD, here, here).is_ok_and(|d| d.is_empty()), "nothing moves by itself");
    let other = document.services.iter().find(|s| s.id != *target);
    if let (Some(reliance), Some(other)) = (service.relies_on.first(), other)
        && let Ok(swapped) = swap_base(document, target, &reliance.service, &other.id)
    {
        let there = Side { document: &swapped.document, ..here };
        let found = diff::diff(&SECNUMCLOUD, here, there).expect("computable");
        for lang in Lang::ALL {
            assert!(!export::diff::markdown(&SECNUMCLOUD, &found, lang).is_empty());
        }
        let _ = export::diff::json(&SECNUMCLOUD, &found);
    }
}

fn of_provider(
    document: &Document,
    stack: &Stack<'_>,
    question: &Question,
    provider: &model::document::ProviderId,
) {
    let Some(found) = ownership::ownership(document, provider, &question.readings) else { return };
    let parties = ownership::parties(stack, question, provider);
    let places = ownership::places(document, provider);
    let all = export::ownership::Found {
        document,
        question,
        ownership: &found,
        parties: &parties,
        places: &places,
    };
    for lang in Lang::ALL {
        assert!(!export::ownership::markdown(all, lang).is_empty());
    }
    let _ = export::ownership::json(&SECNUMCLOUD, all);
    if let Some(entity) = document.provider(provider).and_then(|p| p.entity.as_ref()) {
        let picture = ownership::layout::picture(document, entity, &[], 60);
        assert!(picture.spots.iter().all(|s| s.x >= 0 && s.y >= 0));
    }
}
