//! One sort for all: a merge of places, whatever stands at them. The library's sort is made anew for every type that is
//! sorted, three to four kilobytes each in the page; this one is there once, and stable like it.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

/// The places 0 to `len`, in the order that `compare` gives them; equal ones stay as they are.
pub fn order(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..len).collect();
    let mut to = Vec::with_capacity(len);
    let mut width = 1;
    while width < len {
        for pair in from.chunks(2 * width) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
            while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
                let next = if compare(**a, **b) == Ordering::Greater { right.next() } else { left.next() };
                to.extend(next);
            }
            to.extend(left);
            to.extend(right);
        }
        std::mem::swap(&mut from, &mut to);
        to.clear();
        width *= 2;
    }
    from
}

/// Sorts by a comparison; equal items stay in their order.
pub fn by<T>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = order(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.into_iter().filter_map(|i| taken.get_mut(i).and_then(Option::take)));
}

/// Sorts from the least to the greatest.
pub fn sort<T: Ord>(items: &mut Vec<T>) {
    by(items, T::cmp);
}

/// Sorts few items where they stand, with no allocation: for what is sorted a million times. `is_after`: whether the
/// first belongs after the second. Items of which neither does stay in their order.
pub fn few<T: Copy>(items: &mut Vec<T>, mut is_after: impl FnMut(&T, &T) -> bool) {
    if items.len() > FEW {
        by(items, |a, b| if is_after(a, b) { Ordering::Greater } else { Ordering::Equal });
        return;
    }
    for end in 1..items.len() {
        let mut at = end;
        while let Some([a, b]) = items.get_mut(at.wrapping_sub(1)..=at) {
            if !is_after(a, b) {
                break;
            }
            std::mem::swap(a, b);
            at -= 1;
        }
    }
}

/// Above this many, going through them again and again costs more than an allocation.
const FEW: usize = 16;

/// A map of pairs, put in one by one: the library's `collect` brings a sort of its own for every type.
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(pairs);
    map
}

/// A set, put together one by one.
pub fn set<K: Ord>(keys: impl IntoIterator<Item = K>) -> BTreeSet<K> {
    let mut set = BTreeSet::new();
    set.extend(keys);
    set
}
