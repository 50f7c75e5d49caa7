/** The commands of a terminal: what each does, what it takes, and the usage that lists them. Small, for it loads before everything else. */
import {invocation} from './host/invocation.ts'
import type {Mode} from './inputs/settings.ts'
import {toolName, version} from './version.ts'

export interface Command {
  /** One line, for the list of commands. */
  summary: string
  /** What stands after the command without an option. */
  operand?: string
  /** Words after the command. */
  examples: readonly string[]
}

const signIn = '--tenant-id contoso.com --client-id ID --certificate-file audit.pfx'

/** Of those that are modes of the action too. */
export const commands: Readonly<Record<Mode, Command>> = {
  demo: {
    summary: 'Exports a month of a simulated tenant; needs no credentials.',
    examples: ['', '--formats csv,parquet --columns both'],
  },
  export: {
    summary: 'Exports a period of your tenant into a folder, and reports it.',
    examples: [signIn, `${signIn} --period 2026-10`],
  },
  doctor: {
    summary: 'Checks everything that an export with these options needs; changes nothing.',
    examples: [signIn],
  },
  plan: {
    summary: 'Estimates an export: windows, readings, hours, and the number of parts.',
    examples: [`${signIn} --period 2026-10`, '--tenants tenants.yml'],
  },
  merge: {
    summary: 'Merges the parts of a sharded export into one.',
    examples: ['--parts-directory m365-audit-parts --period 2026-10'],
  },
  review: {
    summary: 'Records what a comment on the month’s issue, or a form, says of the month; in a job of GitHub alone.',
    // A comment or a form starts it: a terminal has neither.
    examples: [],
  },
  watchdog: {
    summary: 'Says which months, reviews, workflows and certificates are overdue.',
    examples: [
      '--tenant-id TENANT-GUID --repository OWNER/NAME --trusted-workflows audit.yml',
      '--tenant-id TENANT-GUID --state-directory state --state-key-file key.txt',
    ],
  },
  overview: {
    summary: 'Joins what the exports of many tenants left to one page.',
    examples: ['--tenants tenants.yml --repository OWNER/NAME --trusted-workflows audit.yml'],
  },
  verify: {
    summary: 'Checks an exported or archived folder: hashes, signature, coverage, records, findings.',
    operand: 'FOLDER',
    examples: [
      'm365-audit/2026-10 --certificate-thumbprint 6F3A…',
      'm365-audit/2026-10 --trusted-ca ca.pem --identity key.txt',
      `https://… ${signIn}`,
    ],
  },
}

/** With those that have options of their own. */
export const summaries: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(commands).map(([name, {summary}]) => [name, summary])),
  setup: 'Registers the application, with certificate and rights, and stores the secrets.',
  simulator: 'Serves a simulated tenant on this machine, for tests.',
}

export const usage = `${toolName} ${version}

Usage: ${invocation} COMMAND [OPTIONS]

${Object.entries(summaries)
  .map(([name, summary]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

  COMMAND --help  lists the options of a command
  --version       prints the version

Examples:
  ${invocation} demo
  ${invocation} doctor ${signIn}
  ${invocation} verify m365-audit/2026-10

Exit codes: 0 success, 1 failure (an incomplete export, a folder with faults), 2 a mistake in command or options.
On a GitHub runner it starts without a command, and takes its inputs from the workflow.
`

export function isMode(word: string): word is Mode {
  return Object.hasOwn(commands, word)
}
