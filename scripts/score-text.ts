/** A score as text for a terminal. */
import type {EpisodeScore, LabelledRecord, Score, ScoredFinding} from './episode-score.ts'

const mostRecords = 5

/** @param most how many of the episodes that were not found are shown with their records. */
export function scoreText(score: Score, records: ReadonlyMap<string, LabelledRecord>, most: number): string {
  const {asked, optional, falseFindings, raised, listed} = score
  const count = (outcome: string) => asked.filter(one => one.outcome === outcome).length
  const share = asked.length === 0 ? 0 : (100 * count('found')) / asked.length
  const notFound = asked.filter(one => one.outcome !== 'found')
  return [
    ...asked.map(one => line(one)),
    ...optional.map(one => line(one, ' (optional)')),
    '',
    `Episodes found      ${count('found')} of ${asked.length} (${share.toFixed(0)} %), of them ${asked.filter(one => one.asExpected).length} at the expected severity; ${count('under-rated')} under-rated, ${count('missed')} missed`,
    `False findings      ${falseFindings.length}`,
    ...falseFindings.map(finding => `  ${findingText(finding)}`),
    `Look-alikes raised  ${raised.length} of ${score.lookalikes}`,
    ...raised.flatMap(one => [`  ${one.episode.id} ${one.episode.title}`, ...findingLines(one)]),
    `Noise listed        ${listed.length} of ${score.noise}`,
    ...listed.flatMap(one => [`  ${one.episode.id} ${one.episode.title}`, ...findingLines(one)]),
    `An episode has      ${score.findingsPerEpisode.toFixed(2)} findings and ${score.incidentsPerEpisode.toFixed(2)} incidents of severity low or more (mean)`,
    ...notFound.slice(0, most).flatMap(one => ['', ...missText(one, records)]),
  ].join('\n')
}

function line({episode, outcome, asExpected, findings, incidents}: EpisodeScore, note = ''): string {
  const best = findings[0]
  const by = best ? `${best.severity}, ${findings.length} findings, ${incidents.length} incidents` : 'no finding'
  const below = outcome === 'found' && !asExpected ? `, expected ${episode.expected}` : ''
  const asks = outcome === 'under-rated' ? `, asked ${episode.minimum}` : ''
  return `${outcome.padEnd(11)} ${episode.id.padEnd(9)} ${episode.title}${note}: ${by}${below}${asks}`
}

function missText(
  {episode, outcome, users, findings, absent}: EpisodeScore,
  records: ReadonlyMap<string, LabelledRecord>,
): string[] {
  const held = episode.records.flatMap(id => {
    const record = records.get(id)
    return record ? [`  ${record.time} ${record.operation.trim()} ${id}`] : []
  })
  const more = held.length - mostRecords
  const spread =
    episode.spread !== undefined && findings.length > 0
      ? `; a finding with records of ${episode.spread} users is asked for, the widest has ${users}`
      : ''
  return [
    `${episode.id} ${episode.title}: ${outcome}, asked at ${episode.minimum}${spread}`,
    ...findings.slice(0, mostRecords).map(finding => `  reported as ${findingText(finding)}`),
    ...held.slice(0, mostRecords),
    ...(more > 0 ? [`  and ${more} more records`] : []),
    ...(absent > 0 ? [`  ${absent} labelled records are not in the months`] : []),
  ]
}

function findingLines({findings}: EpisodeScore): string[] {
  return findings.slice(0, mostRecords).map(finding => `    ${findingText(finding)}`)
}

function findingText({severity, rule, title, first}: ScoredFinding): string {
  return `${severity} ${rule} ${first} ${title}`
}
