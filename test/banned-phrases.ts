/** Phrases that no text of the product has, by the vocabulary; and numbers that do not agree with their nouns. */
import type {UserText} from './user-texts.ts'

/** With what to write in its place. `watched:` is a field of accepted findings, and a watchdog is a workflow. */
const banned: readonly [phrase: RegExp, instead: string][] = [
  [/\bsecond steps?\b/i, 'MFA'],
  [/\bprompts? (confirmed|taken)\b/i, 'MFA prompt approved'],
  [/\bstrangers?\b|\bstrange (place|network|address|account)/i, 'unknown external user, unfamiliar network'],
  [/\bnever met\b|\b(not|were|was|has been|is|are|had|have) met\b|\bmet (before|by|in|with|there)\b/i, 'seen'],
  [/\bthe watch\b|\bwatches\b|\bwatch(ed|ing)? (the|a|over|for)\b/i, 'detection, detects'],
  [/\b(story|stories)\b/i, 'incident'],
  [/\bwhat stands out\b/i, 'incidents'],
  [/\b(mend|mends|mended|mending)\b/i, 'fix'],
  [/\bwho(so|m)?ever\b/i, 'anyone who, the one that'],
  [/\b(nobody|somebody|anybody|everybody)\b/i, 'no one; or name who it is'],
  [/\b(foresee|foresees|foreseen|foresaw)\b/i, 'estimate'],
  [/\b(made|makes|make|making) up for\b/i, 'backfill'],
  [/\bbeside\b/i, 'next to, in addition to, compared with'],
  [/(?<!\bthere )\b(is|are|was|were|be) none\b(?! of)/i, 'is not a …'],
  [/\bliving issue\b/i, 'one issue kept up to date'],
  [/\bin good order\b/i, 'gracefully'],
  [/\bunkind\b/i, 'faults are injected'],
  [/\bharmless if\b/i, 'benign causes'],
  [/\bweak signs?\b/i, 'weak signals'],
  [/\blate records have had their time\b/i, 'the settle time has passed'],
  [/\bspeaks for this job\b|\bword for this job\b/i, 'GitHub OIDC token'],
  [/\bstretch(es)?\b/i, 'gap, time range, partition'],
  [/\b(let|lets|letting) (an?|the) app(lication)? (in|at)\b/i, 'consents to an app'],
  [
    /\bfrom (one|a|another|many|several|two|new) (place|line)s?\b|\bthrough (a|an?other|the|one|new) line\b/i,
    'IP address, network',
  ],
  [/\b(attic|garden|house|letters? of|parcels?|postman|doorbell)\b/i, 'no metaphor'],
  [/\bCAN'T TELL\b/, 'UNKNOWN'],
  [/\bno one can say\b/i, 'is unknown'],
  [/\banew\b/i, 'again'],
  [/\bgrave(st|r)?\b/i, 'severe'],
  [/\bvouch(es|ed)?\b/i, 'confirms'],
  [/\bnot kept as an artifact\b/i, 'uploading the artifact failed'],
  [/\bknown to others\b/i, 'compromised'],
  [/\bhardly as meant\b|\bas meant\b/i, 'as intended'],
  [/\bhands? (nothing )?on\b/i, 'leaves for the next run'],
  [/\bin vain\b|\bof its own accord\b|\bby and by\b/i, 'plain words'],
]

/** Words of names and dictionaries, not of sentences. */
const isList = (file: string) => file === 'src/privacy/harmless-words.ts'

/** Each with its file, the phrase, and what to write instead. */
export function hitsIn(texts: readonly UserText[]): string[] {
  return texts
    .filter(({file}) => !isList(file))
    .flatMap(({file, text}) =>
      banned.flatMap(([phrase, instead]) => {
        const found = phrase.exec(text)
        if (found === null) return []
        const around = text.slice(Math.max(0, found.index - 60), found.index + 60).replace(/\s+/g, ' ')
        return [`${file}: “${found[0]}” (${instead}) in “${around}”`]
      }),
    )
}

const nouns =
  'window|record|row|gap|finding|incident|file|fault|part|step|query|search|day|hour|minute|artifact|rule|account|mailbox|network|page|certificate|entry|reason|section|job|check|user|device|app|byte|character|request|recipient|service|note|sign-in|name|change|person'
const plurals =
  'windows|records|rows|gaps|findings|incidents|files|faults|parts|steps|queries|searches|days|hours|minutes|artifacts|rules|accounts|mailboxes|networks|pages|certificates|entries|reasons|sections|jobs|checks|users|devices|apps|bytes|characters|requests|recipients|services|notes|sign-ins|names|changes|people'
const adjectives = '(?:more|accepted|malformed|other|earlier|added|own|second|external|data|wrong|new|further)'

const disagreements: readonly RegExp[] = [
  new RegExp(`(?<![\\d.,:–-])\\b1 (?:${adjectives} )?(?:${plurals})\\b`, 'i'),
  new RegExp(`(?<![\\d.,:–-])\\b(?:0|[2-9]|\\d[\\d,]*\\d) (?:${adjectives} )?(?:${nouns})\\b(?!-)`, 'i'),
  new RegExp(`(?<![\\d.,:–-])\\b1 (?:${adjectives} )?(?:${nouns}) (?:were|are|have)\\b`, 'i'),
  new RegExp(`(?<![\\d.,:–-])\\b(?:0|[2-9]|\\d[\\d,]*\\d) (?:${adjectives} )?(?:${plurals}) (?:was|is|has)\\b`, 'i'),
]

/** What is wrong in grammar about a text's numbers: “1 windows”, “2 window”, “1 window were”. */
export function disagreementsIn(text: string): string[] {
  return disagreements.flatMap(pattern => pattern.exec(text)?.[0] ?? [])
}
