/**
 * doctor.json and its published JSON Schema, `src/report/diagnosis.schema.json`. To renew it after a change of
 * `src/report/diagnosis.ts`:
 *
 *   RENEW=1 npx vitest run test/report/diagnosis.test.ts && npx biome format --write src/report/diagnosis.schema.json
 */
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Ajv2020} from 'ajv/dist/2020.js'
import {expect, test} from 'vitest'
import {
  Diagnosis,
  type DiagnosisRow,
  diagnosisInWords,
  diagnosisJsonSchema,
  diagnosisMarkdown,
  diagnosisOf,
  diagnosisText,
  rowLine,
} from '../../src/report/diagnosis.ts'

const published = fileURLToPath(new URL('../../src/report/diagnosis.schema.json', import.meta.url))
if (process.env.RENEW) writeFileSync(published, diagnosisJsonSchema())

const about = {finished: '2026-11-24T20:00:00.000Z', tool: {name: 'm365-audit-export', version: '1'}}

function aRow(row: Partial<DiagnosisRow> = {}): DiagnosisRow {
  return {check: 'token', title: 'Sign-in', verdict: 'OK', says: 'It works.', evidence: {}, stops: false, ...row}
}

const missing = aRow({
  ...{verdict: 'MISSING', says: 'No <role>.', code: 'X_Y', evidence: {status: '403'}, stops: true},
  ...{who: 'an administrator', remedy: 'Run az ad app list.'},
})

test('the published schema is the one of the code', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(diagnosisJsonSchema()))
})

test('a diagnosis is accepted by the schema, and by the code; anything more is not', () => {
  const validate = new Ajv2020({strict: true, allErrors: true, formats: {'date-time': true}}).compile(
    JSON.parse(diagnosisJsonSchema()),
  )
  const read: unknown = JSON.parse(diagnosisText(diagnosisOf([aRow(), missing], about)))
  expect(validate(read) || validate.errors).toBe(true)
  expect(Diagnosis.parse(read)).toEqual(read)
  expect(validate({...(read as object), token: 'x'})).toBe(false)
})

test.each<[string, DiagnosisRow[], Diagnosis['status']]>([
  ['complete, when all is OK', [aRow()], 'complete'],
  ['provisional, when something can’t be told', [aRow(), aRow({verdict: 'UNKNOWN'})], 'provisional'],
  ['incomplete, when something is missing that an export could do without', [{...missing, stops: false}], 'incomplete'],
  ['incomplete, when a look failed that an export depends on', [aRow({verdict: 'UNKNOWN', stops: true})], 'incomplete'],
])('its status is %s', (_, rows, status) => {
  expect(diagnosisOf(rows, about).status).toBe(status)
})

test('a row is one line, with code, evidence, who and how', () => {
  expect(rowLine(aRow())).toBe('OK         Sign-in: It works.')
  expect(rowLine(missing)).toBe(
    'MISSING    Sign-in: No <role>. [X_Y; status 403] Who can fix it: an administrator. Run az ad app list.',
  )
})

test('the page counts, lists all, and tells of what is open; nothing in it is markup of others', () => {
  const diagnosis = diagnosisOf([aRow(), missing, aRow({verdict: 'UNKNOWN', title: 'Search'})], about)
  expect(diagnosisInWords(diagnosis)).toBe('1 of 3 MISSING: Sign-in. 1 of 3 unknown: Search.')
  const page = diagnosisMarkdown(diagnosis).join('\n')
  expect(page).toContain('❌ MISSING')
  expect(page).toContain('**Who can fix it:** an administrator.')
  expect(page).not.toContain('<role>')
})
