//! The `view!` macro: the syntax of Leptos's, turned into calls of `app/src/ui.rs`.
//!
//! Leptos gives every element and every attribute a type of its own. That is fast, and large: with it the page weighed
//! 464 kB after brotli, of which the views were two thirds. Here an element costs a call, an attribute another.
//! Deliberately absent: components (plain functions do), slots, server rendering.

use proc_macro2::TokenStream;
use quote::quote;
use rstml::{
    Parser, ParserConfig,
    node::{KeyedAttribute, Node, NodeAttribute, NodeElement},
};
use syn::{Error, Expr, ExprLit, Lit, spanned::Spanned};

/// Elements of SVG that the page uses.
const SVG: &[&str] = &[
    "svg", "g", "path", "rect", "text", "circle", "line", "ellipse", "polygon", "polyline", "tspan", "defs",
    "pattern",
];

/// Makes elements: `view! { <p class="x" hidden=move || …>"text"{expression}</p> }`.
///
/// Attributes: `name="text"`, `name=expression` (a text, a number, a bool, an option of these, or a closure that gives
/// one), `class:name=`, `style:name=`, `prop:name=`, `on:event=`. A word alone (`lang`) is given as `lang=lang`'s
/// value only where it names no component: components are plain functions here.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let config = ParserConfig::new().recover_block(true);
    let nodes = match Parser::new(config).parse_simple(TokenStream::from(tokens)) {
        Ok(nodes) => nodes,
        Err(error) => return error.to_compile_error().into(),
    };
    several(&nodes).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn several(nodes: &[Node]) -> Result<TokenStream, Error> {
    let mut parts = nodes.iter().filter_map(|n| node(n).transpose()).collect::<Result<Vec<_>, _>>()?;
    if parts.len() == 1
        && let Some(one) = parts.pop()
    {
        return Ok(quote!(crate::ui::IntoView::into_view(#one)));
    }
    Ok(quote!(crate::ui::View::Many(vec![#(crate::ui::IntoView::into_view(#parts)),*])))
}

fn node(node: &Node) -> Result<Option<TokenStream>, Error> {
    Ok(match node {
        Node::Element(e) => Some(element(e)?),
        Node::Fragment(f) => Some(several(&f.children)?),
        Node::Text(t) => {
            let text = t.value_string();
            Some(quote!(#text))
        }
        Node::Block(b) => {
            let block = b.try_block().ok_or_else(|| Error::new(b.span(), "an expression in braces"))?;
            match block.stmts.as_slice() {
                [syn::Stmt::Expr(expression, None)] => Some(quote!(#expression)),
                _ => Some(quote!(#block)),
            }
        }
        Node::Comment(_) | Node::Doctype(_) => None,
        other => return Err(Error::new(other.span(), "text belongs in quotes")),
    })
}

fn element(e: &NodeElement<rstml::Infallible>) -> Result<TokenStream, Error> {
    let name = e.open_tag.name.to_string();
    if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        return Err(Error::new(e.open_tag.span(), "a component is a function: call it in braces"));
    }
    let mut fixed = Vec::new();
    let mut calls = Vec::new();
    for attribute in &e.open_tag.attributes {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(Error::new(attribute.span(), "no spreading here"));
        };
        set(attribute, &mut fixed, &mut calls)?;
    }
    for child in e.children.iter() {
        if let Some(child) = node(child)? {
            calls.push(quote!(.child(#child)));
        }
    }
    let fixed = fixed.join("\u{1}");
    let make = if SVG.contains(&name.as_str()) { quote!(crate::ui::svg) } else { quote!(crate::ui::html) };
    Ok(quote!(#make(#name, #fixed) #(#calls)*))
}

fn set(
    attribute: &KeyedAttribute,
    fixed: &mut Vec<String>,
    calls: &mut Vec<TokenStream>,
) -> Result<(), Error> {
    let name = attribute.key.to_string().replace(' ', "");
    let value = attribute.value();
    let literal = match value {
        Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Some(text.value()),
        _ => None,
    };
    let bare = name.strip_prefix("attr:").unwrap_or(&name);
    if let Some(text) = literal
        && (!bare.contains(':') || bare.starts_with("xml"))
    {
        fixed.push(format!("{bare}={text}"));
        return Ok(());
    }
    let Some(value) = value else {
        return Err(Error::new(attribute.span(), "an attribute needs a value"));
    };
    let call = match bare.split_once(':') {
        None => quote!(.attr(#bare, #value)),
        Some(("class", class)) => quote!(.class(#class, #value)),
        Some(("style", property)) => quote!(.style(#property, #value)),
        Some(("prop", property)) => quote!(.prop(#property, #value)),
        Some(("on", event)) => {
            let kind = match event {
                "click" | "dblclick" | "contextmenu" => quote!(web_sys::MouseEvent),
                "keydown" | "keyup" => quote!(web_sys::KeyboardEvent),
                "wheel" => quote!(web_sys::WheelEvent),
                _ if event.starts_with("pointer") => quote!(web_sys::PointerEvent),
                _ => quote!(web_sys::Event),
            };
            quote!(.on::<#kind>(#event, #value))
        }
        Some(_) => return Err(Error::new(attribute.span(), "no such attribute")),
    };
    calls.push(call);
    Ok(())
}
