//! MD5 (RFC 1321), which S3 makes tags of; no secret depends on it.
//!
//! Written here because it runs over a few kilobytes once per upload at most: in the browser the library's, unrolled for
//! speed, is nine kilobytes of code, and this is one. Tested against it.

use crate::core::text::encoding::digit;

/// How far each of the sixteen steps of a round turns a word, four by four.
const TURNS: [[u8; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// The sines of 1, 2, 3 ... 64, times 2^32 and without their signs, are the constants of the steps. Each follows from the
/// two before it: sin(n + 1) = 2 cos(1) sin(n) - sin(n - 1). A table of them, which nothing compresses, would be 200 bytes
/// more of the download. Doubles are the same everywhere, and enough: tested against the library.
const SIN_1: f64 = 0.841_470_984_807_896_5;
const TWO_COS_1: f64 = 1.080_604_611_736_279_5;

/// The digest of `message`, in hexadecimal digits.
#[must_use]
pub fn md5(mut message: Vec<u8>) -> String {
    let bits = message.len() as u64 * 8;
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend(bits.to_le_bytes());

    let mut state = [0x6745_2301_u32, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476];
    for block in message.chunks_exact(64) {
        let [mut a, mut b, mut c, mut d] = state;
        let (mut before, mut sine) = (0.0, SIN_1);
        for step in 0..64 {
            let (mixed, word) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), 5 * step + 1),
                2 => (b ^ c ^ d, 3 * step + 5),
                _ => (c ^ (b | !d), 7 * step),
            };
            let turn = TURNS.get(step / 16).and_then(|turns| turns.get(step % 4)).copied().unwrap_or_default();
            let constant = (sine.abs() * 4_294_967_296.0) as u32;
            let sum = [mixed, constant, word_at(block, word % 16)].into_iter().fold(a, u32::wrapping_add);
            (a, b, c, d) = (d, b.wrapping_add(sum.rotate_left(turn.into())), b, c);
            (before, sine) = (sine, TWO_COS_1 * sine - before);
        }
        for (value, more) in state.iter_mut().zip([a, b, c, d]) {
            *value = value.wrapping_add(more);
        }
    }

    let mut hex = String::new();
    for word in state {
        for shift in (0..32).step_by(4).rev() {
            hex.push(digit(b"0123456789abcdef", word.swap_bytes() >> shift));
        }
    }
    hex
}

fn word_at(block: &[u8], index: usize) -> u32 {
    let bytes = block.get(4 * index..).and_then(<[u8]>::first_chunk);
    bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_library_makes_it(message in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(md5(message.clone()), format!("{:x}", md5::compute(&message)));
        }
    }
}
