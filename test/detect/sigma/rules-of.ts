/** Sigma rules out of YAML texts, and what they find in records. */
import {parseAllDocuments} from 'yaml'
import type {AuditRecord} from '../../../src/audit/record.ts'
import type {Finding} from '../../../src/detect/findings.ts'
import {type CompiledRules, compileSigma} from '../../../src/detect/sigma/compile.ts'
import {flatColumnReader} from '../../../src/report/flat/row.ts'
import {findingsOf} from '../build.ts'

/** One file for each text. */
export function compiled(...texts: string[]): CompiledRules {
  const documents = texts.flatMap((text, number) =>
    [...parseAllDocuments(text)].map((document, index) => ({
      file: `rule-${number + 1}.yml`,
      index,
      data: document.toJS(),
    })),
  )
  return compileSigma(documents, flatColumnReader)
}

export function foundBy(texts: string | readonly string[], records: readonly AuditRecord[]): Finding[] {
  const {rules, problems} = compiled(...[texts].flat())
  if (problems.length > 0) throw new Error(problems.map(({says}) => says).join('; '))
  return findingsOf(records, {rules})
}

/** A rule with this detection, and whatever else is given. */
export function aRule(detection: string, more = ''): string {
  const indented = detection.trim().replace(/^/gm, '  ')
  return `title: A rule\nlogsource: {product: m365, service: audit}\n${more}\ndetection:\n${indented}\n`
}

/** A rule with this one selection. */
export function selecting(selection: string): string {
  return aRule(`selection:\n${selection.trim().replace(/^/gm, '  ')}\ncondition: selection`)
}
