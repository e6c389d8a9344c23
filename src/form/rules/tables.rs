//! Countries, telephone numbers and postal codes, packed. Written by `scripts/countries.mjs`; change
//! `countries.tsv` and `dialling.tsv`.

/// Every country's code, two letters each, sorted.
pub(super) const CODES: &str = "\
ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDK\
DMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKI\
KMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPH\
PKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVA\
VCVEVGVIVNVUWFWSXKYEYTZAZMZW";

/// In the same order the calling code, and a letter. Its place in the alphabet is that of the country's window in
/// [`WINDOWS`]. If it is a capital letter, 0 is dialled before a number inside the country; if it is `@`, the country
/// is dialled as France is.
pub(super) const PLANS: &str = "\
376l971D93A1c1c355D374B244a672i54N1c43T61A297e358O994A387D1c880K32D226b359L973b257b229c590@1c673e591B599h55N1c975h47b2\
67h375A501e1c61A243F236b242a41A225c682p56a237a86N57g506b53U238e599h61A357b420a49V253b45b1c1c213D593D372h20G212A291E34a\
251A358O679e500p691e298i33@241B44J1c995A594@44J233A350b299i220f224d590@240a30c500p502b1c245f592e852b672i504b385D509b36\
d62Q353W972D44J91C246e964G98K354f39r44J1c962D81J254F996A855D686X269e1c850G82G965b1c7C856G961H1c423F94A231F266b370B352z\
371b218A212A377D373B382B590@261A692e389B223b95K976B853b1c596@222b1c356b230h960e265F52c60G258d264D687i227b672i234G505b3\
1A47b977G674e683s64G968b507h51D689b675h63K92J48A508L64G1c970D351a680e595F974b262@40A381Q7C250D966A677m248e249A46F65b29\
0{386B47b421A232B378k221a252L597|211A239e503b1c963D268b1c235b262@228b66D992A690s670h993B216b676m90C1c688m886D255A380A2\
56A1c1c598B998A39r1c58C1c1c84J678m681i685o383Y967F262@27A260A263A";

/// The least and the most digits of a number, without what is dialled before it, `a` for one: two characters each.
pub(super) const WINDOWS: &str = "iiiihhjjhigggihjghffijfjfiegjkejeeglfldgdmfhemgjehhldkdefg";

/// How numbers begin whose digits are not in their country's window, with the calling code and `.` for any digit;
/// then the least and the most digits, and `-`, or [`NEVER`].
pub(super) const UNUSUAL: &str = "\
10--! 11--! 3520--! 3521--! 340--! 341--! 342--! 343--! 360--! 3197kk- 972153kl- 24357jj- 9761ij- 9762ij- 538jj- \
25006hh- 9920ii- 24101hh- 82..1ef- 42121fg- 421..1fg- 4021ff- 402..9ff- 4031ff- 4830gg- 48..19gg- 86..1gh- 86...1gh- \
86..95gi- 86...95gi-";

/// Of [`UNUSUAL`]: there are no such numbers.
pub(super) const NEVER: &str = "--!";

/// How French numbers begin that have a calling code of their own, and then that code.
pub(super) const OVERSEAS: &str = "\
262262 639262 692262 693262 7092262 70935262 70936262 70937262 590590 690590 691590 7090590 594594 694594 7093594 \
696596 697596 7091596";

/// How those begin that have such a code only where they are dialled behind it; and `---`.
pub(super) const AT_HOME: &str = "\
262263--- 262268--- 262269--- 596596--- 59.598--- 59.80--- 59.939--- 59.947--- 59.976--- 26280--- 262939--- 262947--- \
262976---";

/// What may be dialled before a number inside the country: the calling code, `Z` for each with a capital letter or
/// `~` for all; `.`; then that.
pub(super) const TRUNKS: &str = "1.1 52.1 692.1 36.06 7.8 375.80 375.8 370.8 992.8 993.8 998.8 Z.0 ~.";

/// What may be dialled before the calling code of another country, in the same form.
pub(super) const ABROAD: &str = "1.011 81.010 7.810 375.810 992.810 993.810 ~.0011 ~.00";

/// The countries of each pattern of a postal code, two letters each; `:`; the pattern.
pub(super) const PATTERNS: &str = "\
AXBABLBTCRCUDEDODZEEEGESFIFRGFGPGTHNHRIDIQITJOKEKRKWLALKLTMAMCMEMFMMMQMVMXMYNCNINPPEPFPKPMRESDSMSNTHTRUAUYVAWF\
XKYTZM:99_999\n\
ATAUBEBGCHCYDKHULILUNONZSITNZA:9999\n\
BYCNINRORUSG:999_999\n\
CZGRSESK:999 99\n\
AD:&999\n\
BR:99_999-999\n\
CA:a9a 9a9\n\
IE:a9* ****\n\
JP:999-9999\n\
LV:&-9999\n\
MT:aaa 9999\n\
NL:9999 aa\n\
PL:99-999\n\
ASFMGUMHMPPRPWSAUMUSVI:99_999|99999-9999\n\
IL:9999999|99999\n\
KH:999999|99_999\n\
PT:9999-999|9999\n\
MU:99_999|R9999|A9999\n\
GBGGIMJE:a9 9aa|a99 9aa|aa9 9aa|aa99 9aa|a9a 9aa|aa9a 9aa|BFPO 9|BFPO 99|BFPO 999|BFPO 9999|GIR 0AA";

/// Countries, and the first digits of their codes, where the pattern does not have them.
pub(super) const PREFIXES: &str = "VA00120 AX22 SM4789 BL97 GF97 GP97 MF97 MQ97 PM97 RE97 YT97 MC980 WF986 PF987 NC988";

/// Countries, and what people write before a code, where it is neither the country's two letters nor the first.
pub(super) const SIGNS: &str = "BABIH EEEST FIFIN JP〒 LIFL MEMNE SISLO XKRKS";

/// Countries where addresses have no code, or seldom.
pub(super) const WITHOUT: &str = "\
AEAGAOAQAWBFBIBJBOBQBSBVBWBZCDCFCGCICKCMCWDJDMERFJGAGDGMGQGYHKHMJMKIKMKNKPLYMLMOMRNRNUQARWSBSCSLSOSRSSSTSXSYTDTFTGTKTL\
TOTTTVUGVUYEZW";
