//! Writes the text packs into a folder: `text-packs FOLDER` leaves `fr.json`, `en.json`,
//! `matrices.json`, `calendar.json`, `eucs-fr.json` and `eucs-en.json` there.

use std::{env, fs, path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        return ExitCode::from(2);
    };
    let written = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("fr.json"), catalog::text::FR))
        .and_then(|()| fs::write(folder.join("en.json"), catalog::text::EN))
        .and_then(|()| fs::write(folder.join("calendar.json"), catalog::text::CALENDAR))
        .and_then(|()| fs::write(folder.join("eucs-fr.json"), catalog::text::EUCS_FR))
        .and_then(|()| fs::write(folder.join("eucs-en.json"), catalog::text::EUCS_EN))
        .and_then(|()| fs::write(folder.join("matrices.json"), catalog::text::MATRICES));
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
