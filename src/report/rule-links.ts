/** Where a rule is described: its entry of docs/rules.md, at the commit of the action that ran. */
import type {Manifest} from './manifest.ts'

/** Undefined where the manifest does not say which repository the action came from. */
export function rulesPageUrl({tool, run}: Pick<Manifest, 'tool' | 'run'>): string | undefined {
  const {repository, commit, ref} = tool
  if (repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return undefined
  const at = commit !== 'unknown' && commit !== '' ? commit : (ref ?? '')
  if (!/^[\w./-]+$/.test(at)) return undefined
  const host = /^https:\/\/[\w.-]+(?=\/)/.exec(run.url ?? '')?.[0] ?? 'https://github.com'
  return `${host}/${repository}/blob/${at}/docs/rules.md`
}

/** The entry's anchor. */
export function ruleAnchor(rule: string): string {
  return rule.toLowerCase()
}

/** Undefined for a page that is not known, and for ids that no rule has. */
export function ruleLink(page: string | undefined, rule: string): string | undefined {
  return page !== undefined && /^[A-Z]+-\d\d[a-z]?$/.test(rule) ? `${page}#${ruleAnchor(rule)}` : undefined
}
