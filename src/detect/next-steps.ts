/** Next steps of several findings as one short list: contain, confirm, scope. */

export const stepPhases = ['contain', 'confirm', 'scope'] as const
export type StepPhase = (typeof stepPhases)[number]

/** By a step's first word; every step of a rule begins with one of these. */
const verbs: Readonly<Record<StepPhase, readonly string[]>> = {
  contain: [
    ...['Revoke', 'Reset', 'Remove', 'Disable', 'Block', 'Delete', 'Set', 'Switch', 'Isolate', 'Restrict', 'Restore'],
    ...['Take', 'Narrow', 'Close', 'Require', 'Make', 'Recover', 'Scan', 'Warn', 'Adjust', 'Tune', 'Treat'],
  ],
  confirm: ['Ask', 'Find'],
  scope: ['Check', 'Read', 'List', 'Look', 'Compare', 'Open', 'Search', 'Where'],
}

/** Undefined for a step that begins with another word. */
export function phaseOf(step: string): StepPhase | undefined {
  const [first = ''] = step.split(/\s/, 1)
  return stepPhases.find(phase => verbs[phase].includes(first))
}

const mostSteps = 5
/** How many of each phase come in before any phase gets more. */
const share: Readonly<Record<StepPhase, number>> = {contain: 2, confirm: 1, scope: 2}

/**
 * At most five steps, in order of phase; one that ends sessions or a password first.
 * @param steps of all findings, those of the gravest first.
 */
export function mergedSteps(steps: readonly string[]): string[] {
  const distinct = [...new Map(steps.map(step => [sameness(step), step])).values()]
  const byPhase = (phase: StepPhase) => {
    const all = distinct.filter(step => (phaseOf(step) ?? 'scope') === phase)
    const [first, ...others] = all.filter(endsAccess)
    return first === undefined ? all : [first, ...all.filter(step => !endsAccess(step)), ...others]
  }
  const chosen = new Set(stepPhases.flatMap(phase => byPhase(phase).slice(0, share[phase])))
  for (const step of distinct) if (chosen.size < mostSteps) chosen.add(step)
  return stepPhases.flatMap(phase => byPhase(phase).filter(step => chosen.has(step)))
}

/** An account in other hands comes before all else: what its intruder opened can be closed afterwards. */
function endsAccess(step: string): boolean {
  return /^(Revoke|Reset) .*(sessions?|password)\b/.test(step)
}

/** Steps that ask the same of the same one are one: `Ask the user.` and `Ask the user whether …`. */
function sameness(step: string): string {
  const [verb = '', ...rest] = step
    .replace(/[.,:;’]/g, ' ')
    .toLowerCase()
    .split(/\s+/)
  return `${verb} ${rest
    .filter(word => !fillers.has(word))
    .slice(0, 2)
    .join(' ')}`
}

const fillers = new Set(['the', 'a', 'an', 'account', 'accounts', 's', 'all', 'its'])
