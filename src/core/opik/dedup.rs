//! Attachments by the page, each name once.

use crate::core::opik::attachment::Attachment;

/// As many as rows on a few pages. More rows make the chains longer, and nothing wrong.
const CHAINS: usize = 4096;

/// Rows in the order they received, without those whose name was there before.
///
/// A hash table of the simplest kind, since the standard library's weighs two kilobytes in the browser.
#[derive(Debug)]
pub struct Dedup<J> {
    rows: Vec<Attachment<J>>,
    /// For each hash, the place of the latest row that has it, counted from 1; 0 if there is none.
    latest: Vec<u32>,
    /// For each row, the place of the one before it with the same hash.
    before: Vec<u32>,
}

impl<J> Default for Dedup<J> {
    fn default() -> Self {
        Self { rows: Vec::new(), latest: vec![0; CHAINS], before: Vec::new() }
    }
}

impl<J> Dedup<J> {
    /// Adds `row` unless its name is there.
    pub fn add(&mut self, row: Attachment<J>) {
        let Some(latest) = self.latest.get_mut(hash(&row.file_name)) else { return };
        let mut place = *latest;
        while let Some(index) = place.checked_sub(1).map(|index| index as usize) {
            if self.rows.get(index).is_some_and(|known| known.file_name == row.file_name) {
                return;
            }
            place = self.before.get(index).copied().unwrap_or_default();
        }
        self.before.push(*latest);
        self.rows.push(row);
        *latest = u32::try_from(self.rows.len()).unwrap_or_default();
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows.
    #[must_use]
    pub fn into_rows(self) -> Vec<Attachment<J>> {
        self.rows
    }
}

/// FNV-1a, cut to the number of chains.
#[must_use]
pub fn hash(name: &str) -> usize {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // Its upper half is mixed better than its lower one.
    ((hash ^ (hash >> 16)) as usize) % CHAINS
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn row(file_name: &str) -> Attachment<()> {
        let mime_type = String::new();
        Attachment { file_name: file_name.to_owned(), file_size: 0, mime_type, previewable: false, row: () }
    }

    fn names(unique: Dedup<()>) -> Vec<String> {
        unique.into_rows().into_iter().map(|row| row.file_name).collect()
    }

    proptest! {
        #[test]
        fn each_name_is_there_once_in_the_order_of_its_first_row(all in prop::collection::vec("[ab]{0,4}", 0..60)) {
            let mut unique = Dedup::default();
            for name in &all {
                unique.add(row(name));
            }
            let mut seen = HashSet::new();
            let expected: Vec<_> = all.into_iter().filter(|name| seen.insert(name.clone())).collect();
            prop_assert_eq!(unique.len(), expected.len());
            prop_assert_eq!(names(unique), expected);
        }
    }

    #[test]
    fn names_that_share_a_chain_are_told_apart() {
        let mut unique = Dedup::default();
        let all: Vec<_> = (0..20_000).map(|number| format!("{number}.png")).collect();
        for name in all.iter().chain(&all) {
            unique.add(row(name));
        }
        assert_eq!(names(unique), all);
    }
}
