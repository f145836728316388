//! Why a spreadsheet was not read, or not written, in whole sentences.

use crate::words;
use catalog::Lang;

/// Why a spreadsheet was not read, or not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The file is larger than what is read, or unfolds into more.
    TooLarge,
    /// It has more sheets than what is read.
    TooManySheets,
    /// It has, or claims to have, more cells than what is read or written.
    TooManyCells,
    /// A cell holds more characters than a spreadsheet allows.
    CellTooLong,
    /// There is nothing in it.
    Empty,
    /// It is no spreadsheet at all.
    NotASpreadsheet,
    /// It is a spreadsheet of a format that is not read.
    OtherFormat(Format),
    /// It is protected by a password.
    Encrypted,
    /// It is a spreadsheet that cannot be read to its end; with the words of what reads it, for a report of the fault.
    Damaged(String),
    /// A workbook of ours could not be put into a file; with the words of what writes it.
    Unwritable(String),
}

/// A format of spreadsheets that is known and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Excel before 2007.
    Xls,
    /// OpenDocument.
    Ods,
    /// Excel's binary format.
    Xlsb,
    /// Apple's Numbers.
    Numbers,
}

impl Format {
    const ALL: [Self; 4] = [Self::Xls, Self::Ods, Self::Xlsb, Self::Numbers];

    /// What its files end in.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Xls => ".xls",
            Self::Ods => ".ods",
            Self::Xlsb => ".xlsb",
            Self::Numbers => ".numbers",
        }
    }
}

impl Refusal {
    /// A word for it, by which it passes from one module to another.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::TooManySheets => "too_many_sheets",
            Self::TooManyCells => "too_many_cells",
            Self::CellTooLong => "cell_too_long",
            Self::Empty => "empty",
            Self::NotASpreadsheet => "not_a_spreadsheet",
            Self::OtherFormat(_) => "other_format",
            Self::Encrypted => "encrypted",
            Self::Damaged(_) => "damaged",
            Self::Unwritable(_) => "unwritable",
        }
    }

    /// What goes with the code: the ending of a format, the words of a library.
    pub fn detail(&self) -> &str {
        match self {
            Self::OtherFormat(format) => format.ending(),
            Self::Damaged(words) | Self::Unwritable(words) => words,
            _ => "",
        }
    }

    /// The refusal with this code and detail; a code that is not known is a damaged file.
    pub fn from_code(code: &str, detail: &str) -> Self {
        match code {
            "too_large" => Self::TooLarge,
            "too_many_sheets" => Self::TooManySheets,
            "too_many_cells" => Self::TooManyCells,
            "cell_too_long" => Self::CellTooLong,
            "empty" => Self::Empty,
            "not_a_spreadsheet" => Self::NotASpreadsheet,
            "encrypted" => Self::Encrypted,
            "unwritable" => Self::Unwritable(detail.to_owned()),
            "other_format" => match Format::ALL.into_iter().find(|f| f.ending() == detail) {
                Some(format) => Self::OtherFormat(format),
                None => Self::NotASpreadsheet,
            },
            _ => Self::Damaged(detail.to_owned()),
        }
    }

    /// What is the matter, and what to do.
    pub fn say(&self, lang: Lang) -> String {
        let (fr, en) = match self {
            Self::TooLarge => (
                "Ce fichier est trop volumineux : Socle lit jusqu'à 10 Mo, et 100 Mo une fois décompressé. Enlever les images et les feuilles qui ne servent pas, puis l'enregistrer à nouveau.",
                "This file is too large: Socle reads up to 10 MB, and 100 MB once unfolded. Take away pictures and sheets that are of no use here, then save it again.",
            ),
            Self::TooManySheets => (
                "Ce classeur a plus de 50 feuilles : garder celles qui viennent de Socle, puis l'enregistrer à nouveau.",
                "This workbook has more than 50 sheets: keep those that came from Socle, then save it again.",
            ),
            Self::TooManyCells => (
                "Ce tableau compte trop de cellules : la limite est de 400 000, lignes vides du milieu comprises. Une valeur égarée loin en bas ou à droite suffit à la dépasser : supprimer les lignes et colonnes qui ne servent pas, puis l'enregistrer à nouveau.",
                "This table has too many cells: the limit is 400,000, empty rows in between included. One stray value far down or far right is enough to pass it: delete rows and columns that are of no use, then save it again.",
            ),
            Self::CellTooLong => (
                "Une cellule de ce fichier contient plus de 32 767 caractères, ce qu'aucun tableur n'accepte : la raccourcir, puis enregistrer le fichier à nouveau.",
                "A cell of this file holds more than 32,767 characters, which no spreadsheet program accepts: shorten it, then save the file again.",
            ),
            Self::Empty => (
                "Ce fichier est vide : il n'y a rien à reprendre.",
                "This file is empty: there is nothing to take in.",
            ),
            Self::NotASpreadsheet => (
                "Ce fichier n'est pas un tableau que Socle sait lire. Choisir un classeur .xlsx ou un fichier .csv.",
                "This file is no table that Socle can read. Choose a workbook (.xlsx) or a .csv file.",
            ),
            Self::OtherFormat(format) => {
                return words::fill(
                    lang,
                    "Ce fichier est un tableau au format {}, que Socle ne lit pas. L'ouvrir dans un tableur et l'enregistrer au format .xlsx ou .csv.",
                    "This file is a table in the format {}, which Socle does not read. Open it in a spreadsheet program and save it as .xlsx or .csv.",
                    &[format.ending()],
                );
            }
            Self::Encrypted => (
                "Ce classeur est protégé par un mot de passe. L'enregistrer sans mot de passe, puis recommencer.",
                "This workbook is protected by a password. Save it without one, then try again.",
            ),
            Self::Damaged(_) => (
                "Ce fichier est endommagé, ou n'est pas ce que son nom annonce : Socle n'a pas pu le lire jusqu'au bout et n'en a rien repris. L'ouvrir dans un tableur et l'enregistrer à nouveau au format .xlsx.",
                "This file is damaged, or is not what its name says: Socle could not read it to its end and took nothing from it. Open it in a spreadsheet program and save it again as .xlsx.",
            ),
            Self::Unwritable(_) => (
                "Le classeur n'a pas pu être écrit. C'est une faute de Socle ; le document n'a pas changé, et l'export CSV contient les mêmes lignes.",
                "The workbook could not be written. This is a fault of Socle; the document has not changed, and the CSV export holds the same rows.",
            ),
        };
        words::say(lang, fr, en)
    }
}
