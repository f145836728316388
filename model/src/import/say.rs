//! What is said of a file that came back, in whole sentences. Texts from outside stand in them as plain text, cut.

use super::{Change, Duplicate, Kind, Note, Place, Plan, Problem, Said, Unfit, Unknown, Unread, inert};
use crate::{
    document::{Answer, MAX_TEXT, Override, Status},
    judgement,
    table::Field,
    words::{self, capital, fill, pick, say},
};
use catalog::Lang;

/// How many names are said; of the others, the number.
const NAMES: usize = 8;

fn number(n: usize) -> String {
    n.to_string()
}

/// Names in quotation marks, the first of them.
fn quoted(names: &[String], lang: Lang) -> String {
    let mut said = Vec::new();
    for name in names.iter().take(NAMES) {
        said.push(fill(lang, "« {} »", "“{}”", &[name]));
    }
    if names.len() > NAMES {
        said.push(fill(lang, "{} de plus", "{} more", &[&number(names.len() - NAMES)]));
    }
    words::list(&said, lang)
}

/// The head of a column, typeset.
fn head(field: Field, lang: Lang) -> String {
    say(lang, field.head(Lang::Fr), field.head(Lang::En))
}

/// The letters of a column, from 1: `A`, `Z`, `AA`.
fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        column -= 1;
        letters.push(char::from(b'A'.saturating_add(u8::try_from(column % 26).unwrap_or_default())));
        column /= 26;
    }
    letters.iter().rev().collect()
}

impl Place {
    /// In words, to begin a sentence with.
    pub fn say(&self, lang: Lang) -> String {
        let mut said = String::new();
        if !self.sheet.is_empty() {
            said = fill(lang, "feuille « {} », ", "sheet “{}”, ", &[&self.sheet]);
        }
        said += &fill(lang, "ligne {}", "row {}", &[&number(self.row)]);
        if self.column > 0 {
            said += &fill(lang, ", colonne {}", ", column {}", &[&letters(self.column)]);
        }
        capital(&said)
    }
}

impl Unfit {
    /// Why, and what to do about it.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::NoTable => {
                let heads = |fields: &[Field]| {
                    let mut heads = Vec::new();
                    for field in fields {
                        heads.push(head(*field, lang));
                    }
                    quoted(&heads, lang)
                };
                fill(
                    lang,
                    "Aucune feuille n’a de ligne d’en-têtes connue : parmi les trente premières lignes, il faut une colonne {} et au moins une de celles que l’on remplit, {} ou, pour les réponses d’un socle, {}. Repartir d’un fichier exporté d’ici.",
                    "No sheet has a row of heads that is known: within the first thirty rows there must be a column {} and at least one of those to fill in, {} or, for the answers of a base, {}. Start from a file exported here.",
                    &[&heads(&[Field::Requirement]), &heads(&Field::JUDGEMENT), &heads(&Field::ANSWER)],
                )
            }
            Self::NoSuchService(id) => fill(
                lang,
                "Ce fichier a été fait pour le service « {} », que ce document n’a pas : ouvrir le document d’où il vient.",
                "This file was made for the service “{}”, which this document does not have: open the document that it comes from.",
                &[id],
            ),
            Self::OtherFormat(format) => fill(
                lang,
                "La feuille cachée de ce fichier est au format « {} », que l’on ne sait pas lire ici : exporter de nouveau, ou recharger la page.",
                "The hidden sheet of this file has the format “{}”, which cannot be read here: export again, or reload the page.",
                &[format],
            ),
        }
    }
}

/// The words that may stand under a field.
fn choices(field: Field, lang: Lang) -> String {
    let mut said = Vec::new();
    match field {
        Field::Override => {
            for verdict in Override::ALL {
                said.push(words::outcome(judgement::outcome(*verdict), lang));
            }
        }
        Field::Status => {
            for status in Status::ALL {
                said.push(judgement::status(Some(*status), lang));
            }
        }
        _ => {
            for answer in Answer::ALL {
                said.push(crate::lexicon::word("answer", answer.id(), lang));
            }
        }
    }
    said.join(", ")
}

impl Problem {
    /// Where, what, and what to do about it.
    pub fn say(&self, lang: Lang) -> String {
        let mut said = self.place.say(lang);
        if !self.requirement.is_empty() {
            said += &fill(lang, " ({})", " ({})", &[&inert(&self.requirement)]);
        }
        said += pick(lang, "\u{a0}: ", ": ");
        let head = head(self.field, lang);
        let head = head.as_str();
        let value = self.value.as_str();
        said += &match self.kind {
            Kind::Unread(Unread::Word) => fill(
                lang,
                "« {} » n’est pas un mot connu sous « {} ». Choisir parmi : {}.",
                "“{}” is not a word that is known under “{}”. Choose from: {}.",
                &[value, head, &choices(self.field, lang)],
            ),
            Kind::Unread(Unread::Date) => fill(
                lang,
                "« {} » n’est pas un jour. L’écrire AAAA-MM-JJ, ou JJ/MM/AAAA, de 1900 à 2199.",
                "“{}” is no day. Write it YYYY-MM-DD, or DD/MM/YYYY, from 1900 to 2199.",
                &[value],
            ),
            Kind::Unread(Unread::Failed) => fill(
                lang,
                "« {} » est l’échec d’une formule : écrire la valeur elle-même.",
                "“{}” is what a failed formula shows: write the value itself.",
                &[value],
            ),
            Kind::Unread(Unread::TooLong) => fill(
                lang,
                "ce texte dépasse {} caractères : le raccourcir.",
                "this text is longer than {} characters: shorten it.",
                &[&number(MAX_TEXT)],
            ),
            Kind::Lacks(lacks) => lacks.say(lang),
            Kind::Twice => fill(
                lang,
                "l’en-tête « {} » figure deux fois, et ces colonnes ne sont pas lues : n’en garder qu’une.",
                "the head “{}” stands twice, and these columns are not read: keep one of them.",
                &[head],
            ),
            Kind::NoBase => say(
                lang,
                "rien ne dit quel socle a répondu, la ligne n’est pas reprise. Nommer le socle sous « Socle ».",
                "nothing tells which base answered, the row is not taken. Name the base under “Base”.",
            ),
            Kind::OtherBase => fill(
                lang,
                "le service ne repose sur aucun socle nommé « {} », ou plusieurs portent ce nom : donner son identifiant. La ligne n’est pas reprise.",
                "the service rests on no base named “{}”, or several bear that name: give its identifier. The row is not taken.",
                &[value],
            ),
        };
        if self.holds && Field::ANSWER.contains(&self.field) {
            said += &say(
                lang,
                " D’ici là, rien n’est repris de la réponse de cette ligne.",
                " Until then, nothing is taken of the answer in this row.",
            );
        } else if self.holds {
            said += &say(
                lang,
                " D’ici là, rien n’est repris du verdict de cette ligne.",
                " Until then, nothing is taken of the verdict in this row.",
            );
        }
        said
    }
}

impl Unknown {
    /// What is not known, and what becomes of it.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Row { place, id } if id.is_empty() => fill(
                lang,
                "{} : aucune exigence n’est nommée, la ligne n’est pas reprise. Écrire son numéro, comme 12.11.a.",
                "{}: no requirement is named, the row is not taken. Write its number, such as 12.11.a.",
                &[&place.say(lang)],
            ),
            Self::Row { place, id } => fill(
                lang,
                "{} : « {} » n’est pas une exigence, la ligne n’est pas reprise. Corriger le numéro, comme 12.11.a.",
                "{}: “{}” is no requirement, the row is not taken. Correct the number, such as 12.11.a.",
                &[&place.say(lang), id],
            ),
            Self::Columns { sheet, heads } => {
                let said = fill(
                    lang,
                    "colonnes qui ne sont pas lues : {}.",
                    "columns that are not read: {}.",
                    &[&quoted(heads, lang)],
                );
                if sheet.is_empty() {
                    return capital(&said);
                }
                capital(&fill(lang, "feuille « {} », {}", "sheet “{}”, {}", &[sheet, &said]))
            }
        }
    }
}

impl Duplicate {
    /// Where two things are said of one requirement, and what becomes of it.
    pub fn say(&self, lang: Lang) -> String {
        let mut places = Vec::new();
        let mut sheet = None;
        for place in &self.places {
            // A sheet is named once for all of its rows.
            let again = sheet.replace(&place.sheet) == Some(&place.sheet);
            let row = || fill(lang, "ligne {}", "row {}", &[&number(place.row)]);
            places.push(if again { row() } else { place.say(lang) });
        }
        if self.rows > places.len() {
            places.push(fill(lang, "{} de plus", "{} more", &[&number(self.rows - places.len())]));
        }
        fill(
            lang,
            "Des lignes disent deux choses de l’exigence {} : aucune n’est reprise. N’en garder qu’une. {}.",
            "Rows say two different things of the requirement {}: none of them is taken. Keep one. {}.",
            &[&inert(&self.requirement), &places.join(pick(lang, "\u{202f}; ", "; "))],
        )
    }
}

impl Note {
    /// What should be known first.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::OtherService { of, at } => fill(
                lang,
                "Ce fichier a été fait pour « {} » et non pour « {} » : ses valeurs iront au premier.",
                "This file was made for “{}” and not for “{}”: its values go to the former.",
                &[of, at],
            ),
            Self::NoOrigin => say(
                lang,
                "Ce fichier ne dit pas ce qui y figurait à l’export : il est comparé au document tel qu’il est. Une cellule vide y retire ce que le document dit.",
                "This file does not tell what stood in it when it was exported: it is held against the document as it is. An empty cell takes away what the document says.",
            ),
            Self::Formulas(n) => fill(
                lang,
                "Cellules à formule : {}. Leur dernier résultat est lu comme un texte, rien n’est calculé.",
                "Cells with a formula: {}. What they last showed is read as text, nothing is computed.",
                &[&number(*n)],
            ),
            Self::Merged(n) => fill(
                lang,
                "Plages fusionnées : {}. Dans leurs feuilles, une cellule vide ne retire rien : annuler la fusion pour vider une cellule.",
                "Merged ranges: {}. In their sheets an empty cell takes nothing away: unmerge them to clear a cell.",
                &[&number(*n)],
            ),
            Self::Sheets(sheets) => fill(
                lang,
                "Feuilles qui ne sont pas lues : {}.",
                "Sheets that are not read: {}.",
                &[&quoted(sheets, lang)],
            ),
        }
    }
}

/// What stands somewhere, in quotation marks and cut, or that nothing does.
fn shown(said: &Said, lang: Lang) -> String {
    match said {
        Said::Nothing => pick(lang, "rien", "nothing").to_owned(),
        said => fill(lang, "« {} »", "“{}”", &[&inert(&said.say(lang))]),
    }
}

impl Change {
    /// What would change, in a sentence: values are cut, [`Said::say`] gives them whole.
    pub fn say(&self, lang: Lang) -> String {
        let (id, head) = (inert(&self.requirement), head(self.field, lang));
        let (before, after) = (shown(&self.before, lang), shown(&self.after, lang));
        match &self.conflict {
            None => fill(
                lang,
                "{}, {} : {} devient {}.",
                "{}, {}: {} becomes {}.",
                &[&id, &head, &before, &after],
            ),
            Some(then) => fill(
                lang,
                "{}, {} : l’export disait {}, le fichier dit {} et le document dit maintenant {}. Choisir.",
                "{}, {}: the export said {}, the file says {} and the document now says {}. Choose.",
                &[&id, &head, &shown(then, lang), &after, &before],
            ),
        }
    }
}

impl Plan {
    /// What the file would change, in a sentence.
    pub fn say(&self, lang: Lang) -> String {
        let counts = [self.changes.len(), self.removals(), self.conflicts(), self.problems.len()];
        let [changes, removals, conflicts, problems] = counts.map(number);
        let mut said = fill(
            lang,
            "Changements : {}, dont retraits : {}, en conflit : {}. Valeurs écartées : {}. Inchangées : {}, déjà dans le document : {}.",
            "Changes: {}, of which removals: {}, in conflict: {}. Values kept out: {}. Unchanged: {}, in the document already: {}.",
            &[&changes, &removals, &conflicts, &problems, &number(self.unchanged), &number(self.already)],
        );
        if self.more > 0 {
            said += &fill(
                lang,
                " Et {} de plus, qui ne sont pas montrés : reprendre d’abord ceux-ci, puis le fichier de nouveau.",
                " And {} more, which are not shown: take these first, then the file again.",
                &[&number(self.more)],
            );
        }
        said
    }
}
