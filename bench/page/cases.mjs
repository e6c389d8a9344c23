/** Answers, field by field, over a good donation or a good membership: what people type, right and wrong. */
const donation = { operation: 'donation', frequency: 'once', amount: '50', email: 'anne@example.org' }
const person = {
  ...{
    first_name: 'Anne',
    last_name: 'Durand',
    street_address: '1 rue X',
    postal_code: '75001',
    city: 'Paris',
    country: 'FR',
  },
}
const receipt = { ...donation, tax_receipt: '1', ...person }
const member = { ...donation, operation: 'membership', amount: '48', ...person }
const free = (free_amount) => ({ ...donation, amount: 'free', free_amount })
const each = (base, field, answers) => answers.map((answer) => ({ ...base, [field]: answer }))
const abroad = (country, postal_code, phone = '') => ({ ...receipt, country, postal_code, phone })

export const cases = [
  ...[donation, receipt, member, { operation: 'donation', frequency: 'once' }, { ...donation, frequency: 'monthly' }],
  { operation: 'membership', frequency: 'monthly', amount: '7' },
  { ...member, first_name: '', last_name: ' ', city: '', street_address: '', postal_code: '' },
  { ...donation, subscription_newsletter: '1' },
  { ...member, subscription_volunteer: '1', subscription_magazine_pdf: '1', title: '3' },
  ...[
    '30',
    '1000',
    '1 000',
    "1'000",
    '25,00',
    '25.00',
    '12,50',
    '1.000',
    '1.000,00',
    '1,000',
    '0',
    '-5',
    '0,5',
    'dix',
    '5 €',
    '',
  ].map(free),
  ...['25,', '10000000', '10000001', '1 00', '12,345', '99999999999999999999'].map(free),
  { ...member, amount: 'free', free_amount: '4' },
  { ...member, amount: 'free', free_amount: '5' },
  ...each(donation, 'email', [
    '',
    ' anne@example.org ',
    'anne',
    'anne@',
    '@example.org',
    'anne@example',
    'anne@@example.org',
  ]),
  ...each(donation, 'email', [
    'anne.b+c@sub.example.org',
    'an ne@example.org',
    'anne.@example.org',
    `${'a'.repeat(250)}@example.org`,
  ]),
  ...each(receipt, 'first_name', [
    'a'.repeat(64),
    'a'.repeat(65),
    'An\u0007ne',
    'An\u202ene',
    '\u200b',
    ' Anne-Lise\u00a0',
  ]),
  ...each(receipt, 'supplemental_address_1', ['', 'Bâtiment B', 'b'.repeat(97)]),
  ...each(receipt, 'birth_date', [
    '31/12/1970',
    '1970-12-31',
    '1.2.1980',
    '31121970',
    '19701231',
    '31/02/1970',
    '12/31/1970',
  ]),
  ...each(receipt, 'birth_date', [
    '31/12/70',
    '1/1/2999',
    '1/1/1850',
    '1 / 2 / 1980',
    'hier',
    '29/02/2000',
    '29/02/1900',
  ]),
  ...each(receipt, 'postal_code', ['7500', '75 001', '00100', '99000', 'F-75001', 'FR75001', '']),
  ...each(receipt, 'phone', [
    '06 12 34 56 78',
    '+33 6 12 34 56 78',
    '+33 (0)6 12 34 56 78',
    '0692 12 34 56',
    '06 12 34 56 7',
  ]),
  ...each(receipt, 'phone', ['0033612345678', '0', 'abc', '+44 20 7946 0958', '+999 1234', '112', '00 12 34 56 78']),
  ...[abroad('BE', '1000', '0470 12 34 56'), abroad('BE', '10000'), abroad('CH', 'CH-1200', '021 234 56 78')],
  ...[
    abroad('GB', 'sw1a1aa', '020 7946 0958'),
    abroad('GB', 'SW1A'),
    abroad('NL', '1234ab'),
    abroad('CA', 'K1A0B1', '(506) 234-5678'),
  ],
  ...[
    abroad('IE', ''),
    abroad('AE', ''),
    abroad('LV', '1010'),
    abroad('MC', '98000', '06 12 34 56 78'),
    abroad('PT', '1000-001'),
  ],
  ...[
    abroad('RE', '97400', '0692 12 34 56'),
    abroad('RE', '75001'),
    abroad('IS', 'Reykjavik'),
    abroad('US', '90210-1234', '234-5678'),
  ],
]
