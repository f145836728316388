//! Socle in the browser. This file only mounts; the rooms are below.

mod actions;
mod dom;
mod history;
mod route;
mod screens;
mod state;
mod words;

fn main() {
    dom::install_panic_panel();
    leptos::mount::mount_to_body(screens::Root);
}
