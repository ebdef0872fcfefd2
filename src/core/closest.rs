//! Which names a person may have meant.

const MOST: usize = 3;

/// Up to three of `names` that look like `wanted`, nearest first; none when nothing is near.
#[must_use]
pub fn closest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted_folded: Vec<char> = fold(wanted);
    let mut scored: Vec<(usize, &str)> = names
        .into_iter()
        .filter_map(|name| {
            let folded = fold(name);
            let distance = edit_distance(&wanted_folded, &folded);
            // A third of the name may differ: enough for a typo or another extension, too little for another file.
            (distance * 3 <= wanted_folded.len().max(folded.len())).then_some((distance, name))
        })
        .collect();
    let mut nearest = Vec::new();
    while nearest.len() < MOST {
        let Some(next) = scored.iter().copied().min() else { break };
        scored.retain(|candidate| *candidate != next);
        nearest.push(next.1);
    }
    nearest
}

fn fold(text: &str) -> Vec<char> {
    text.chars().map(|c| c.to_ascii_lowercase()).collect()
}

/// Levenshtein's distance, one row at a time.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = left;
        }
        for (cell, y) in cells.zip(b) {
            let substituted = diagonal + usize::from(x != y);
            diagonal = *cell;
            left = substituted.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        let distance = |a: &str, b: &str| edit_distance(&fold(a), &fold(b));
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn near_names_come_first_and_far_ones_not_at_all() {
        let names = ["report.pdf", "Report.PDF", "report-2026.pdf", "screenshot.png"];
        assert_eq!(closest("reprot.pdf", names), ["Report.PDF", "report.pdf"]);
        assert_eq!(closest("report.pdf", names), ["Report.PDF", "report.pdf"]);
        assert_eq!(closest("report-202.pdf", names), ["report-2026.pdf", "Report.PDF", "report.pdf"]);
        assert!(closest("zzz", names).is_empty());
    }
}
