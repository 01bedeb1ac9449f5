//! Reading plain decimal numbers, small.

/// A plain decimal number of at most fifteen digits, such as `-.00123`, exactly as the standard library reads it:
/// one division of two numbers that are exact rounds once. The library's own reading of any number whatever costs
/// the app twelve kilobytes of tables.
pub fn decimal(word: &str) -> Option<f64> {
    let (negative, digits) = match word.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let n = whole.len() + fraction.len();
    if n == 0 || n > 15 {
        return None;
    }
    let (mut number, mut scale) = (0_u64, 1_u64);
    for digit in whole.bytes().chain(fraction.bytes()) {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u64::from(digit - b'0');
    }
    for _ in 0..fraction.len() {
        scale *= 10;
    }
    let value = number as f64 / scale as f64;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimals_are_read_as_the_standard_library_reads_them() {
        let shipped = include_str!("pacing/default.txt").split_whitespace();
        let odd = [
            "0",
            "-0",
            "123456789012.345",
            ".000000000000001",
            "9.99999999999999",
            "5.",
            "-.5",
        ];
        let mut n = 0;
        for word in shipped.chain(odd) {
            if let (Ok(theirs), true) = (word.parse::<f64>(), word != "NaN") {
                assert_eq!(
                    decimal(word).map(f64::to_bits),
                    Some(theirs.to_bits()),
                    "{word}"
                );
                n += 1;
            }
        }
        assert!(n > 500);
        for none in [
            "",
            "-",
            ".",
            "1e3",
            "0x1",
            "1.2.3",
            "--1",
            "NaN",
            "inf",
            "1234567890123456",
        ] {
            assert_eq!(decimal(none), None, "{none}");
        }
    }
}
