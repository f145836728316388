//! What is said of a matrix: what is wrong with it and what to do, why a row leads to no share, and the reason that a
//! share carries into the document.

use super::{Defect, DefectKind, Row, Unreadable, Why};
use crate::words::{self, fill, list, say};
use catalog::{Lang, matrices::Matrix};

/// The longest activity that a reason quotes, in characters.
const QUOTED: usize = 160;

/// What the document says of a share: whose matrix, of which day, which row, and why.
pub fn reason(published: Option<&Matrix>, row: &Row, why: Option<&str>, lang: Lang) -> String {
    let number = row.number.to_string();
    let mut activity: String = row.activity.chars().take(QUOTED).collect();
    if activity.len() < row.activity.len() {
        activity.push('…');
    }
    let mut said = match published {
        Some(m) => {
            let day = m.date.parse().map(|d| words::date(d, lang)).unwrap_or_else(|_| m.date.clone());
            fill(
                lang,
                "Matrice de responsabilités de {}, {}, {}, ligne {} : « {} ».",
                "Responsibility matrix of {}, {}, {}, row {}: “{}”.",
                &[&m.provider, m.service.get(lang), &day, &number, &activity],
            )
        }
        None => fill(
            lang,
            "Matrice de responsabilités du socle, ligne {} : « {} ».",
            "Responsibility matrix of the base, row {}: “{}”.",
            &[&number, &activity],
        ),
    };
    said.push(' ');
    said.push_str(&why.map(str::to_owned).unwrap_or_else(|| {
        say(lang, "Le client du socle en répond.", "The customer of the base answers for it.")
    }));
    said
}

/// Where a defect is.
pub fn place(defect: &Defect, lang: Lang) -> String {
    let line = defect.line.to_string();
    match defect.number {
        Some(number) => fill(
            lang,
            "ligne {} de la matrice ({} du fichier)",
            "row {} of the matrix (line {} of the file)",
            &[&number.to_string(), &line],
        ),
        None => fill(lang, "ligne {} du fichier", "line {} of the file", &[&line]),
    }
}

/// What is wrong, and what to do about it.
pub fn defect(kind: &DefectKind, lang: Lang) -> String {
    let (fr, en) = match kind {
        DefectKind::TwoAccountable => (
            "Deux parties répondent de cette ligne (deux A) : faites dire au prestataire laquelle. La ligne n’est pas proposée.",
            "Two parties answer for this row (two As): have the provider say which one. The row is not proposed.",
        ),
        DefectKind::NoneAccountable => (
            "Personne ne répond de cette ligne (aucun A) : faites dire au prestataire qui. La ligne n’est pas proposée.",
            "Nobody answers for this row (no A): have the provider say who. The row is not proposed.",
        ),
        DefectKind::NoResponsible => (
            "Personne ne réalise cette ligne (aucun R) : faites compléter la matrice. La ligne n’est pas proposée.",
            "Nobody carries this row out (no R): have the matrix completed. The row is not proposed.",
        ),
        DefectKind::UnknownLetter(cell) => {
            return fill(
                lang,
                "« {} » n’est pas une suite de R, A, C, I : corrigez la cellule. La ligne n’est pas proposée.",
                "“{}” is no series of R, A, C, I: correct the cell. The row is not proposed.",
                &[cell],
            );
        }
        DefectKind::EmptyRow => (
            "Aucune partie n’a de lettre : complétez la ligne, ou retirez-la. Elle n’est pas proposée.",
            "No party has a letter: complete the row, or remove it. It is not proposed.",
        ),
        DefectKind::NoActivity => (
            "Des lettres sans activité : écrivez de quoi il s’agit. La ligne n’est pas proposée.",
            "Letters without an activity: write what they are about. The row is not proposed.",
        ),
        DefectKind::Ragged => (
            "La ligne n’a pas autant de cellules que l’en-tête : vérifiez ses séparateurs. Elle n’est pas proposée.",
            "The row has not as many cells as its head: check its separators. It is not proposed.",
        ),
        DefectKind::TakenForSection => (
            "Seul dans sa ligne, ce texte est pris pour un titre de rubrique : si c’est une activité, donnez-lui des lettres.",
            "Alone in its row, this text is taken for the title of a section: if it is an activity, give it letters.",
        ),
        DefectKind::TooManyParties(parties) => {
            return fill(
                lang,
                "Plus de deux parties ({}) : qui est le socle et qui est son client ne se lit pas. Ne gardez que ces deux colonnes.",
                "More than two parties ({}): which is the base and which its customer cannot be read. Keep these two columns only.",
                &[&list(parties, lang)],
            );
        }
        DefectKind::OneParty(party) => {
            return fill(
                lang,
                "Une seule partie ({}) : il manque la colonne de l’autre.",
                "One party only ({}): the column of the other is missing.",
                &[party],
            );
        }
    };
    say(lang, fr, en)
}

/// Why a text or a sheet cannot be read.
pub fn unreadable(why: Unreadable, lang: Lang) -> String {
    let (fr, en) = match why {
        Unreadable::TooLarge => (
            "La matrice dépasse deux mégaoctets : n’en gardez que les tableaux.",
            "The matrix is larger than two megabytes: keep its tables only.",
        ),
        Unreadable::TooManyRows => (
            "La matrice dépasse cinq mille lignes : coupez-la en plusieurs.",
            "The matrix has more than five thousand rows: cut it into several.",
        ),
        Unreadable::NoMatrix => (
            "Aucun tableau avec une activité par ligne et une colonne de lettres R, A, C, I par partie n’a été trouvé.",
            "No table with an activity a row and a column of letters R, A, C, I a party was found.",
        ),
    };
    say(lang, fr, en)
}

/// Why a row leads to no share.
pub fn why(why: Why, lang: Lang) -> String {
    let (fr, en) = match why {
        Why::ProviderAnswers => {
            ("Le prestataire du socle en répond.", "The provider of the base answers for it.")
        }
        Why::Own => (
            "Rien du socle n’y est laissé : c’est déjà au service.",
            "Nothing of the base is left there: it is the service’s already.",
        ),
        Why::NoRequirement => ("Aucune exigence n’en dépend.", "No requirement hangs on it."),
        Why::NotBrought(layers) => {
            return fill(
                lang,
                "Ce socle n’apporte pas au service : {}.",
                "This base does not bring the service: {}.",
                &[&words::layers(layers, lang)],
            );
        }
    };
    say(lang, fr, en)
}
