/** The demo as a visitor starts it, from the bundle, and what proves its folder. */
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {disagreementsIn, hitsIn} from './banned-phrases.ts'
import {cleanUp, runAction, temporaryFolder} from './runner.ts'
import {program} from './scenarios/program.ts'

afterAll(cleanUp)

const asVisitor = {GITHUB_ACTIONS: undefined, GITHUB_REPOSITORY: undefined, GITHUB_RUN_ID: undefined, CI: undefined}

test('the demo is complete under faults, says how to check it, and the check proves its signer and finds tampering', {
  timeout: 120_000,
}, async () => {
  const workspace = temporaryFolder()
  const inWorkspace = {workspace, env: {...asVisitor, GITHUB_WORKSPACE: workspace}}
  const demo = await runAction(program, {...inWorkspace, args: ['demo']})
  expect(demo.log).toMatch(/COMPLETE: [\d,]+ records/)
  expect(demo.code).toBe(0)
  expect(Number(/COMPLETE: ([\d,]+) records/.exec(demo.log)?.[1]?.replaceAll(',', ''))).toBeGreaterThanOrEqual(40_000)
  const faults = /Faults that the tenant played: (.*)\./.exec(demo.log)?.[1]?.split(', ') ?? []
  expect(faults.length).toBeGreaterThanOrEqual(5)
  expect([...hitsIn([{file: 'log', text: demo.log}]), ...disagreementsIn(demo.log)]).toEqual([])
  const [, directory = ''] = /The folder is ([^;]+);/.exec(demo.log) ?? []
  const [, command = ''] = /Check it: node dist\/index\.js (.*)/.exec(demo.log) ?? []
  expect(command).toMatch(new RegExp(`^verify ${directory} --certificate-thumbprint [0-9A-F]{64}$`))

  for (const file of ['summary.md', 'report.html']) {
    const text = visibleText(readFileSync(join(workspace, directory, file), 'utf8'))
    expect([...hitsIn([{file, text}]), ...disagreementsIn(text)]).toEqual([])
  }

  const proof = await runAction(program, {...inWorkspace, args: command.split(' ')})
  expect(proof.log).toContain('PROVEN: ')
  expect(proof.log).toContain('report and summary, by rendering them again')

  const other = command.replace(/[0-9A-F]{64}$/, '0'.repeat(64))
  const mistaken = await runAction(program, {...inWorkspace, args: other.split(' ')})
  expect(mistaken.log).toContain('signed by another certificate')
  expect(mistaken.code).toBe(1)
  expect(proof.code).toBe(0)

  const csv = join(workspace, directory, `audit-${/of (\d{4}-\d\d) in/.exec(demo.log)?.[1]}.csv`)
  const bytes = readFileSync(csv)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  writeFileSync(csv, bytes)
  const refuted = await runAction(program, {...inWorkspace, args: command.split(' ')})
  expect(refuted.log).toContain('was changed')
  expect(refuted.code).toBe(1)
})

function visibleText(page: string): string {
  return (
    page
      .replace(/<(style|script)\b[\s\S]*?<\/\1>/g, '')
      .replace(/<\/?(a|b|bdi|code|em|small|span|strong|time|wbr)\b[^>]*>/g, ' ')
      // What follows any other element is another text.
      .replace(/<[^>]*>/g, ' | ')
      .replace(/\s+/g, ' ')
  )
}
