//! What a form may have beside, to raise more and to spare people a question. All of it is asked for by the settings.
//!
//! The page's script loads what this needs (`www/src/appeal.js`) only where the form has `data-appeal`.

/// What one form has beside, in its language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appeal {
    /// The words by which an address can say whence somebody comes: `?from=letter-12`.
    pub from: Vec<String>,
}

impl Appeal {
    /// Checks whether the page's script has something to do for it.
    pub const fn needs_script(&self) -> bool {
        !self.from.is_empty()
    }

    /// Returns the word of the list that an address's query says, or `None`. What is not of the list is of no matter.
    pub fn from_word(&self, query: Option<&str>) -> Option<&str> {
        let mut said = query?.split('&').filter_map(|pair| pair.strip_prefix("from="));
        said.find_map(|word| self.from.iter().find(|known| *known == word)).map(String::as_str)
    }

    /// Returns the value of `data-from`, or `None` where there is no such attribute.
    pub(super) fn words(&self) -> Option<String> {
        (!self.from.is_empty()).then(|| self.from.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whence_somebody_comes_is_one_of_the_list_or_nothing() {
        let appeal = Appeal { from: ["letter-12", "poster"].map(str::to_owned).into() };
        for (query, expected) in [
            (None, None),
            (Some(""), None),
            (Some("from=letter-12"), Some("letter-12")),
            (Some("amount=30&from=poster&from=letter-12"), Some("poster")),
            (Some("from=anne@example.org&from=poster"), Some("poster")),
            (Some("from=letter-1"), None),
            (Some("from=letter-12%20"), None),
            (Some("wherefrom=poster"), None),
        ] {
            assert_eq!(appeal.from_word(query), expected, "{query:?}");
        }
    }
}
