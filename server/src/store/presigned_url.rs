//! The order of the parameters of presigned links. To the signature it is all one.

/// As the library that Opik signs with has them. The signature comes last.
const ORDER: [&str; 8] = [
    "partNumber",
    "uploadId",
    "X-Amz-Security-Token",
    "X-Amz-Algorithm",
    "X-Amz-Date",
    "X-Amz-SignedHeaders",
    "X-Amz-Credential",
    "X-Amz-Expires",
];

/// The link with its parameters in that order.
pub(super) fn order_query(link: String) -> String {
    let Some((path, query)) = link.split_once('?') else { return link };
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_by_key(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len())
    });
    format!("{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_comes_first_and_the_signature_last() {
        let sorted = "X-Amz-Algorithm=a&X-Amz-Credential=c&X-Amz-Date=d&X-Amz-Expires=e&X-Amz-SignedHeaders=host&\
                      partNumber=1&uploadId=u%3D&X-Amz-Signature=s";
        assert_eq!(
            order_query(format!("http://h/b/k?{sorted}")),
            "http://h/b/k?partNumber=1&uploadId=u%3D&X-Amz-Algorithm=a&X-Amz-Date=d&X-Amz-SignedHeaders=host&\
             X-Amz-Credential=c&X-Amz-Expires=e&X-Amz-Signature=s"
        );
    }
}
