/** What pages and examples advise: each command is of a program that a test tries, and each block has its form for PowerShell. */
import {spawnSync} from 'node:child_process'
import {describe, expect, test} from 'vitest'
import {type Block, blocks, blocksOf, examples, inlineCode, pages, read, simpleCommands} from './advised.ts'
import {documentedOptions} from './advised-options.ts'

/** Pages for those who change the program; they work in bash. */
const forContributors = /^\.github\/(CONTRIBUTING\.md|decisions\/|ISSUE_TEMPLATE\/|workflows\/)/
const scripts = Object.keys((JSON.parse(read('package.json')) as {scripts: Record<string, string>}).scripts)

/** In the table, with none but its options. */
function isDocumented(command: string): boolean {
  const [name] = Object.keys(documentedOptions)
    .filter(one => command === one || command.startsWith(`${one} `))
    .sort((a, b) => b.length - a.length)
  const words = command.replace(/'[^']*'|"[^"]*"/g, 'VALUE').split(/\s+/)
  const given = words.filter(word => /^--?[a-z]/i.test(word)).map(word => word.replace(/=.*/, ''))
  return name !== undefined && given.every(option => documentedOptions[name]?.includes(option))
}

/**
 * How each program is tried. A command that fits none fails the test: then try it (run it, in the file that is named), and add
 * it here; or advise one that is tried already.
 */
const tried: Readonly<Record<string, readonly (RegExp | typeof isDocumented)[]>> = {
  // Run in test/advised-commands.test.ts, test/scenarios/signed.test.ts and test/signature.
  openssl: [/^openssl (x509|pkcs12|pkey|req|rand|cms|ts|s_client)( |$)/],
  // Run in test/advised-commands.test.ts where the machine has it; encryption itself in test/scenarios/encryption.test.ts.
  age: [/^age -d (-i (\.\.\/)?key\.txt )?-o \S+ \S+\.age$/],
  'age-keygen': [/^age-keygen( -o key\.txt)?$/],
  base64: [/^base64$/],
  cat: [/^cat( (cert|key)\.pem)+$/],
  rm: [/^rm( [\w.-]+)+$/],
  cd: [/^cd [\w./-]+$/],
  echo: [/^echo "[^"]*"$/],
  export: [/^export( [A-Z_]+(=\S+)?)+$/],
  read: [/^read -rs [A-Z_]+$/],
  // Recipes are run in test/scripts/siem-recipes.test.ts, against stand-ins of their services. Options are held in test/pages.test.ts; the commands are run in test/scenarios.
  node: [/^node docs\/recipes\/[a-z]+\.mjs \S+$/, /^node \S*dist[/\\]index\.js( |$)/, /^node (--version|-v|-p )/],
  // The test below holds the scripts to package.json.
  npm: [/^npm (ci|test|run)( |$)/],
  // Run in test/scripts/package.long.test.ts.
  npx: [/^npx \.\/m365-audit-export-\d+\.\d+\.\d+\.tgz verify( |$)/],
  // Those of VERIFY.txt are run in test/evidence/instruction-files.test.ts, which holds this page to them.
  comm: [/^comm -13 VALUE VALUE$/],
  cut: [/^cut -c67- SHA256SUMS$/],
  sort: [/^sort$/],
  ls: [/^ls -A$/],
  grep: [/^grep -vxE 'SHA256SUMS\(/],
  // Run by whoever clones.
  git: [/^git (clone https:\/\/\S+( \S+)?|tag v\S+)$/],
  // Held to their documented options in test/advised-commands.test.ts.
  az: [isDocumented],
  gh: [isDocumented],
  // Run in test/files/queries.test.ts.
  duckdb: [/^duckdb( |$)/],
  curl: [],
  jq: [],
  sha256sum: [/^sha256sum --check SHA256SUMS$/, /^sha256sum( \*)?$/, /^sha256sum verify\.html$/],
  'ssh-keygen': [/^ssh-keygen -p -m PEM -f key$/],
  certutil: [/^certutil -encode( \S+ \S+)?$/],
}
const programs = new RegExp(`^(${Object.keys(tried).join('|')}) `)

/** What is wrong with it, in words. */
function untried(command: string): string | undefined {
  const [program = ''] = command.split(/\s/, 1)
  const ways = tried[program.replace(/^['"]|['"]$/g, '')]
  if (ways === undefined) return `no test tries ${program}`
  return ways.some(way => (typeof way === 'function' ? way(command) : way.test(command)))
    ? undefined
    : 'no test tries it like this'
}

const isBash = ({language}: Block) => ['bash', 'sh', 'shell', 'console'].includes(language)
const inBlocks = blocks
  .filter(isBash)
  .flatMap(({path, content}) => simpleCommands(content).map(command => ({path, command})))
const inSentences = pages.flatMap(path =>
  inlineCode(path)
    .filter(code => programs.test(code) && !/…|^cat \S+ \| gh|^gh secret set M365_CERTIFICATE (<|--body)/.test(code))
    .flatMap(code => simpleCommands(code))
    .map(command => ({path, command})),
)
/** Steps of workflows. */
const inExamples = [...examples, ...pages].flatMap(path =>
  [...read(path).matchAll(/^ *(?:- )?run: (\|\n(?:(?: {6,}.*)?\n)+|[^|\n].*\n)/gm)].flatMap(([, step = '']) =>
    simpleCommands(step.replace(/^\|\n/, '').replace(/\$\{\{[^}]*\}\}/g, 'VALUE')).map(command => ({path, command})),
  ),
)

describe('every command of pages and examples', () => {
  test('is tried by a test, in the form in which it is advised', () => {
    const all = [...inBlocks, ...inSentences, ...inExamples]
    expect([inBlocks.length > 20, inSentences.length > 20, inExamples.length > 1]).toEqual([true, true, true])
    const wrong = all.map(({path, command}) => ({path, command, why: untried(command)})).filter(({why}) => why)
    expect(wrong).toEqual([])
  })

  test('that none tries is found', () => {
    const script =
      'a=$(curl -s https://x | jq .y)\nFOO=1 openssl enc -d -in x && age x.age > y # jq z\nnpm run "demo; x"\n'
    expect(simpleCommands(script)).toEqual([
      'curl -s https://x',
      'jq .y',
      'openssl enc -d -in x',
      'age x.age',
      'npm run "demo; x"',
    ])
    expect(simpleCommands(script).map(untried).filter(Boolean)).toHaveLength(4)
    expect(untried('wget x')).toBe('no test tries wget')
    expect(untried('gh run download RUN-ID --repo o/r')).toBeUndefined()
    expect(untried('gh run download RUN-ID --repository o/r')).toBe('no test tries it like this')
    expect(untried('az storage blob delete --name x')).toBe('no test tries it like this')
  })

  test('is a script of the package where npm runs it', () => {
    const run = [...inBlocks, ...inSentences, ...inExamples].flatMap(({path, command}) => {
      const [, name] = /^npm run (?:--silent )?([\w:-]+)/.exec(command) ?? []
      return name === undefined || scripts.includes(name) ? [] : [`${path}: ${command}`]
    })
    expect(run).toEqual([])
  })
})

describe('blocks', () => {
  test('for bash are bash', () => {
    if (process.platform === 'win32') return
    for (const {path, content} of blocks.filter(isBash)) {
      const {status, stderr} = spawnSync('bash', ['-n'], {input: content, encoding: 'utf8'})
      expect(status, `${path}: ${stderr}\n${content}`).toBe(0)
    }
  })

  test('for bash stand before those for PowerShell, on every page that users read', () => {
    expect(pages.filter(path => !forContributors.test(path)).flatMap(path => lonely(blocksOf(path)))).toEqual([])
  })

  test('say which shell they are for', () => {
    const unnamed = blocks.filter(({path, language, content}) => {
      const shell = language === 'powershell' || isBash({path, language, content})
      return (
        !shell &&
        ['', 'text'].includes(language) &&
        simpleCommands(content).some(command => programs.test(`${command} `))
      )
    })
    expect(unnamed.map(({path, content}) => `${path}: ${content}`)).toEqual([])
    expect(blocks.filter(({language}) => /^(sh|shell|console|pwsh|ps1?|cmd|bat)$/.test(language))).toEqual([])
  })

  test('without their other form are found', () => {
    const page =
      '```bash\na\n```\n\n```powershell\na\n```\n\n- x\n\n  ```bash\n  b\n  ```\n\n```json\n{}\n```\n\n```powershell\nb\n```\n'
    expect(lonely(blocksOf('x.md', page))).toEqual(['x.md: b\n'])
  })
})

/** Blocks for bash that none for PowerShell follows. */
function lonely(given: readonly Block[]): string[] {
  return given.flatMap((block, at) =>
    isBash(block) && given[at + 1]?.language !== 'powershell' ? [`${block.path}: ${block.content}`] : [],
  )
}
