//! The arguments of the command, and nothing of what they lead to.

use catalog::{Lang, eucs::Level};
use lexopt::prelude::*;
use model::{Date, report::papers::Paper};
use std::ffi::OsString;

/// What is asked for.
pub enum Command {
    /// Help, on a subcommand where one is named.
    Help(Option<String>),
    /// The versions of the command and of its rules.
    Version,
    /// The catalogue: SecNumCloud's, or the draft of EUCS.
    Catalog {
        /// Whether EUCS is asked for.
        eucs: bool,
    },
    /// What is wrong with a document.
    Check {
        /// The file, `-` for standard input.
        file: OsString,
    },
    /// The scope of a service.
    Scope {
        /// The file.
        file: OsString,
        /// The service.
        service: String,
    },
    /// The claims on a service.
    Claims {
        /// The file.
        file: OsString,
        /// The service.
        service: String,
    },
    /// The questions to ask first of a service.
    Questions {
        /// The file.
        file: OsString,
        /// The service.
        service: String,
    },
    /// The audit annex of a service.
    Report {
        /// The file.
        file: OsString,
        /// The service.
        service: String,
    },
    /// A service beside a level of EUCS.
    Eucs {
        /// The file.
        file: OsString,
        /// The service.
        service: String,
        /// The level.
        level: Level,
    },
    /// The calendar of a service.
    Calendar {
        /// The file.
        file: OsString,
        /// The service.
        service: String,
        /// The first day, and the last one.
        span: [Option<Date>; 2],
    },
    /// A paper on a service.
    Paper {
        /// The file.
        file: OsString,
        /// The service.
        service: String,
        /// Which one.
        paper: Paper,
    },
    /// What a responsibility matrix leaves to a service.
    Responsibilities {
        /// The file.
        file: OsString,
        /// The service above.
        service: String,
        /// The base on which it rests.
        base: String,
        /// A file, or a published matrix that the command carries.
        matrix: String,
        /// The head of the customer's column, where it is named.
        customer: Option<String>,
    },
    /// Who owns a provider, and where things happen.
    Ownership {
        /// The file.
        file: OsString,
        /// The provider.
        provider: String,
    },
    /// Two stacks side by side.
    Diff {
        /// The files.
        files: [OsString; 2],
        /// The service of each side, where one is named.
        services: [Option<String>; 2],
    },
}

/// How a result is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON, both languages.
    Json,
    /// CSV, one language.
    Csv,
    /// Markdown, one language.
    Md,
    /// A page of HTML, one language.
    Html,
    /// Calendar entries, one language.
    Ics,
}

/// What is asked of a document, besides what it says itself.
#[derive(Clone, Default)]
pub struct Asked {
    /// The day.
    pub as_of: Option<Date>,
    /// Whether candidates count as granted.
    pub assume_candidates: bool,
    /// Readings and their answers.
    pub readings: Vec<(String, String)>,
}

/// All arguments.
pub struct Options {
    /// What is asked for.
    pub command: Command,
    /// How it is written.
    pub format: Format,
    /// The language of CSV, Markdown and HTML.
    pub lang: Lang,
    /// What is asked of the document; of a comparison, on the first side.
    pub asked: Asked,
    /// What is asked on the second side of a comparison: as on the first, where nothing else is said.
    pub asked_b: Asked,
}

/// The commands.
const COMMANDS: [&str; 12] = [
    "catalog",
    "check",
    "scope",
    "claims",
    "questions",
    "diff",
    "report",
    "paper",
    "responsibilities",
    "eucs",
    "ownership",
    "calendar",
];

fn no_command(name: &str) -> String {
    format!("no command “{name}”; there are {}", model::words::list(&COMMANDS, Lang::En))
}

/// Reads the arguments.
///
/// # Errors
/// With a sentence, when they make no sense.
pub fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Options, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut words: Vec<OsString> = Vec::new();
    let mut format = None;
    let mut lang = Lang::En;
    let (mut asked, mut asked_b) = (Asked::default(), Asked::default());
    let (mut service, mut service_b) = (None, None);
    let mut paper = None;
    let (mut eucs, mut level) = (false, None);
    let (mut base, mut matrix, mut customer) = (None, None, None);
    let mut provider = None;
    let mut span = [None, None];
    let mut help = false;
    let mut version = false;
    let mut seen: Vec<&'static str> = Vec::new();
    let text = |v: OsString| v.into_string().map_err(|_| "arguments are UTF-8".to_owned());
    while let Some(argument) = parser.next().map_err(|e| e.to_string())? {
        let option = match argument {
            Short('h') => "help".to_owned(),
            Short('V') => "version".to_owned(),
            Long(name) => name.to_owned(),
            Value(word) => {
                words.push(word);
                continue;
            }
            Short(other) => return Err(format!("no option -{other}")),
        };
        let mut value = || parser.value().map_err(|e| e.to_string()).and_then(text);
        match option.as_str() {
            "help" => help = true,
            "version" => version = true,
            "format" => {
                seen.push("--format");
                format = Some(match value()?.as_str() {
                    "json" => Format::Json,
                    "csv" => Format::Csv,
                    "md" => Format::Md,
                    "html" => Format::Html,
                    "ics" => Format::Ics,
                    other => {
                        return Err(format!("no format “{other}”; there are json, csv, md, html and ics"));
                    }
                });
            }
            "lang" => {
                seen.push("--lang");
                lang = match value()?.as_str() {
                    "fr" => Lang::Fr,
                    "en" => Lang::En,
                    other => return Err(format!("no language “{other}”; there are fr and en")),
                };
            }
            "scheme" => {
                seen.push("--scheme");
                eucs = match value()?.as_str() {
                    "secnumcloud" => false,
                    "eucs" => true,
                    other => return Err(format!("no scheme “{other}”; there are secnumcloud and eucs")),
                };
            }
            "service" => {
                seen.push("--service");
                service = Some(value()?);
            }
            "paper" => {
                seen.push("--paper");
                let id = value()?;
                let there = Paper::ALL.map(Paper::id).join(", ");
                let found = Paper::from_id(&id).ok_or_else(|| format!("no paper “{id}”; there are: {there}"));
                paper = Some(found?);
            }
            "level" => {
                seen.push("--level");
                let id = value()?;
                let there = Level::ALL.map(Level::id).join(", ");
                level =
                    Some(Level::from_id(&id).ok_or_else(|| format!("no level “{id}”; there are: {there}"))?);
            }
            "from" => {
                seen.push("--from");
                span[0] = Some(day(&value()?)?);
            }
            "to" => {
                seen.push("--to");
                span[1] = Some(day(&value()?)?);
            }
            "base" => {
                seen.push("--base");
                base = Some(value()?);
            }
            "matrix" => {
                seen.push("--matrix");
                matrix = Some(value()?);
            }
            "customer" => {
                seen.push("--customer");
                customer = Some(value()?);
            }
            "provider" => {
                seen.push("--provider");
                provider = Some(value()?);
            }
            "service-b" => {
                seen.push("--service-b");
                service_b = Some(value()?);
            }
            "as-of" => {
                seen.push("--as-of");
                asked.as_of = Some(day(&value()?)?);
            }
            "as-of-b" => {
                seen.push("--as-of-b");
                asked_b.as_of = Some(day(&value()?)?);
            }
            "assume-candidates" => {
                seen.push("--assume-candidates");
                asked.assume_candidates = true;
            }
            "assume-candidates-b" => {
                seen.push("--assume-candidates-b");
                asked_b.assume_candidates = true;
            }
            "reading" => {
                seen.push("--reading");
                asked.readings.push(reading("--reading", &value()?)?);
            }
            "reading-b" => {
                seen.push("--reading-b");
                asked_b.readings.push(reading("--reading-b", &value()?)?);
            }
            other => return Err(format!("no option --{other}")),
        }
    }
    let mut words = words.into_iter();
    let name = words.next().map(text).transpose()?;
    let allowed: &[&str] = match name.as_deref() {
        _ if help || version => ALL,
        Some("catalog") => &["--scheme", "--format", "--lang"],
        Some("check") => &["--lang", "--format"],
        Some("scope") => &["--service", "--as-of", "--assume-candidates", "--reading", "--format", "--lang"],
        Some("claims" | "questions") => {
            &["--service", "--as-of", "--reading", "--assume-candidates", "--format", "--lang"]
        }
        Some("diff") => ALL.split_at(OF_OTHERS).1,
        Some("eucs") => {
            &["--service", "--level", "--as-of", "--reading", "--assume-candidates", "--format", "--lang"]
        }
        Some("calendar") => &[
            "--service",
            "--from",
            "--to",
            "--as-of",
            "--reading",
            "--assume-candidates",
            "--format",
            "--lang",
        ],
        Some("responsibilities") => &["--service", "--base", "--matrix", "--customer", "--format", "--lang"],
        Some("ownership") => {
            &["--provider", "--as-of", "--reading", "--assume-candidates", "--format", "--lang"]
        }
        Some("report") => &["--service", "--as-of", "--reading", "--assume-candidates", "--lang"],
        Some("paper") => {
            &["--service", "--paper", "--as-of", "--reading", "--assume-candidates", "--format", "--lang"]
        }
        _ => &[],
    };
    let mut file = || words.next().ok_or_else(|| "which file? (- is standard input)".to_owned());
    let needed = |service: Option<String>| service.ok_or_else(|| "which service? (--service ID)".to_owned());
    let command = match name.as_deref() {
        _ if version => Command::Version,
        _ if help => Command::Help(name),
        None => return Err("what is to be done?".to_owned()),
        Some("help") => match words.next().map(text).transpose()? {
            Some(topic) if !COMMANDS.contains(&topic.as_str()) => return Err(no_command(&topic)),
            topic => Command::Help(topic),
        },
        Some("catalog") => Command::Catalog { eucs },
        Some("check") => Command::Check { file: file()? },
        Some("scope") => Command::Scope { file: file()?, service: needed(service)? },
        Some("claims") => Command::Claims { file: file()?, service: needed(service)? },
        Some("report") => Command::Report { file: file()?, service: needed(service)? },
        Some("paper") => {
            let which = || format!("which paper? (--paper {})", Paper::ALL.map(Paper::id).join("|"));
            Command::Paper { file: file()?, service: needed(service)?, paper: paper.ok_or_else(which)? }
        }
        Some("eucs") => {
            let which = || format!("which level? (--level {})", Level::ALL.map(Level::id).join("|"));
            Command::Eucs { file: file()?, service: needed(service)?, level: level.ok_or_else(which)? }
        }
        Some("calendar") => Command::Calendar { file: file()?, service: needed(service)?, span },
        Some("responsibilities") => Command::Responsibilities {
            file: file()?,
            service: needed(service)?,
            base: base.ok_or_else(|| "which base? (--base ID)".to_owned())?,
            matrix: matrix.ok_or_else(|| {
                "which matrix? (--matrix PATH, or a name: socle help responsibilities)".to_owned()
            })?,
            customer,
        },
        Some("ownership") => Command::Ownership {
            file: file()?,
            provider: provider.ok_or_else(|| "which provider? (--provider ID)".to_owned())?,
        },
        Some("questions") => Command::Questions { file: file()?, service: needed(service)? },
        Some("diff") => {
            // The second side is asked what the first is, where nothing else is said of it.
            asked_b.as_of = asked_b.as_of.or(asked.as_of);
            asked_b.assume_candidates |= asked.assume_candidates;
            if asked_b.readings.is_empty() {
                asked_b.readings.clone_from(&asked.readings);
            }
            let service_b = service_b.or_else(|| service.clone());
            Command::Diff { files: [file()?, file()?], services: [service, service_b] }
        }
        Some(other) => return Err(no_command(other)),
    };
    if let Some(option) = seen.iter().find(|o| !allowed.contains(o)) {
        return Err(format!("{option} does not go with this command"));
    }
    if let Some(extra) = words.next() {
        return Err(format!("“{}” is one argument too many", extra.to_string_lossy()));
    }
    if matches!(command, Command::Catalog { .. } | Command::Check { .. })
        && format.is_some_and(|f| f != Format::Json)
    {
        return Err("this command has the format json only".to_owned());
    }
    let default = match command {
        Command::Paper { .. } if format != Some(Format::Ics) => Format::Html,
        _ if format == Some(Format::Html) => return Err("html is a format of paper only".to_owned()),
        Command::Calendar { .. } => Format::Json,
        _ if format == Some(Format::Ics) => return Err("ics is a format of calendar only".to_owned()),
        _ => Format::Json,
    };
    Ok(Options { command, format: format.unwrap_or(default), lang, asked, asked_b })
}

/// How many of [`ALL`], from the first, belong to commands other than `diff`.
const OF_OTHERS: usize = 9;

/// Every option that takes part in a result: first those that `diff` does not take.
const ALL: &[&str] = &[
    "--scheme",
    "--paper",
    "--level",
    "--base",
    "--matrix",
    "--customer",
    "--provider",
    "--from",
    "--to",
    "--format",
    "--lang",
    "--service",
    "--service-b",
    "--as-of",
    "--as-of-b",
    "--assume-candidates",
    "--assume-candidates-b",
    "--reading",
    "--reading-b",
];

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("“{text}” is no date: YYYY-MM-DD"))
}

fn reading(option: &str, text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').ok_or_else(|| format!("“{text}”: {option} takes ID=ANSWER"))?;
    Ok((pair.0.to_owned(), pair.1.to_owned()))
}
