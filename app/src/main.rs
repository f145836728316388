//! Socle in the browser. This file only mounts; the rooms are below.

mod actions;
mod composing;
mod dom;
mod forms;
mod history;
mod lazy;
mod library;
mod link;
mod route;
mod screens;
mod sheets;
mod state;
mod store;
mod tabs;
mod ui;
mod words;

fn main() {
    dom::install_panic_panel();
    ui::mount(screens::root);
}
