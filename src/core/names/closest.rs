//! Which names a person may have meant.

const MAX_NAMES: usize = 3;

/// Up to three of `names` that look like `wanted`, nearest first; none when nothing is near.
#[must_use]
pub fn closest<'a>(wanted: &str, names: &mut dyn Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut nearest: Vec<(usize, &str)> = Vec::new();
    for name in names {
        let longer = wanted.len().max(name.len());
        let differing = longer - shared(wanted.as_bytes(), name.as_bytes());
        // A third of the name may differ: enough for a typo or another number, too little for another file.
        if differing * 3 <= longer {
            let place = nearest.iter().position(|known| *known > (differing, name)).unwrap_or(nearest.len());
            nearest.insert(place, (differing, name));
            nearest.truncate(MAX_NAMES);
        }
    }
    nearest.into_iter().map(|(_, name)| name).collect()
}

/// Bytes that two names share at their beginning and at their end, whatever the case: what a slip of the keyboard
/// leaves, wherever it happens. Much less code than an edit distance, and as good for one slip.
fn shared(a: &[u8], b: &[u8]) -> usize {
    let same = |(x, y): &(&u8, &u8)| x.eq_ignore_ascii_case(y);
    let start = a.iter().zip(b).take_while(same).count();
    let most_end = a.len().min(b.len()) - start;
    start + a.iter().rev().zip(b.iter().rev()).take(most_end).take_while(same).count()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn near_names_come_first_and_far_ones_not_at_all() {
        let names = ["report.pdf", "Report.PDF", "report-final.pdf", "screenshot.png"];
        assert_eq!(closest("reprot.pdf", &mut names.into_iter()), ["Report.PDF", "report.pdf"]);
        assert_eq!(
            closest("report-fnal.pdf", &mut names.into_iter()),
            ["report-final.pdf", "Report.PDF", "report.pdf"]
        );
        assert!(closest("zzz", &mut names.into_iter()).is_empty());
    }

    proptest! {
        #[test]
        fn one_slip_is_always_found(name in "[a-z]{6,20}", at in 0_usize..6, slip in "[a-z]?") {
            let mut slipped = name.clone();
            slipped.replace_range(at..=at, &slip);
            prop_assert_eq!(closest(&slipped, &mut [name.as_str()].into_iter()), [name.as_str()]);
        }

        #[test]
        fn sharing_is_symmetric_and_bounded(a in "[ab]{0,8}", b in "[ab]{0,8}") {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            prop_assert_eq!(shared(a, b), shared(b, a));
            prop_assert!(shared(a, b) <= a.len().min(b.len()));
        }
    }
}
