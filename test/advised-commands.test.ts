/**
 * Commands that messages and pages advise: those of local programs are run, against files of the kind they are advised for;
 * PowerShell is parsed and held to rules; `az` and `gh` are held to their documented options.
 */
import {spawnSync} from 'node:child_process'
import {createHash, X509Certificate} from 'node:crypto'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Encrypter} from 'age-encryption'
import {afterAll, describe, expect, test} from 'vitest'
import {Language, Parser} from 'web-tree-sitter'
import {verifyCommands} from '../src/evidence/instruction-files.ts'
import {machineDisk} from '../src/host/disk.ts'
import {terminalHost} from '../src/host/terminal.ts'
import {parseInputs} from '../src/inputs.ts'
import {checkCommands} from '../src/report/check-commands.ts'
import {decryptLine} from '../src/report/summary.ts'
import {withJson} from '../src/setup/shell-forms.ts'
import {exportAnew, makeAnew, storePfx} from '../src/signin/remedies.ts'
import {windowsStoreScripts} from '../src/signin/windows-store.ts'
import {sharedCertificate} from '../src/simulator/certificate.ts'
import {runVerify} from '../src/verify-folder.ts'
import {blocks, everything, uses} from './advised.ts'
import {documentedOptions as options} from './advised-options.ts'

const noNetwork = () => Promise.reject(new TypeError('no network here'))

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, {recursive: true, force: true})
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'advised-'))
  folders.push(made)
  return made
}

/** In a session without a terminal, in which openssl asks standard input for passwords. */
function bash(command: string, cwd: string, input = '') {
  const {status, stdout, stderr} = spawnSync('setsid', ['-w', 'bash', '-c', command], {
    cwd,
    input,
    encoding: 'utf8',
    timeout: 60_000,
  })
  return {status, stdout, stderr}
}

const newKey = makeAnew.slice('Make one: '.length, makeAnew.indexOf(', upload'))

/** Key and certificate made by the advised command itself. */
function withCertificate(): string {
  const at = folder()
  expect(bash(newKey, at)).toMatchObject({status: 0})
  return at
}

describe.runIf(process.platform === 'linux')('openssl, run as advised,', () => {
  test('makes a certificate and a PFX, prints the fingerprint, and opens the PFX', () => {
    const at = withCertificate()
    const makePfx = /openssl pkcs12 -export -inkey key\.pem -in cert\.pem -out cert\.pfx/.exec(exportAnew)?.[0] ?? ''
    expect(bash(makePfx, at, 'secret\nsecret\n')).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -legacy -in cert.pfx -noout', at, 'secret\n')).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -legacy -in cert.pfx -noout', at, 'wrong\n').status).not.toBe(0)
    expect(bash('openssl pkey -in key.pem -noout', at)).toMatchObject({status: 0})
    for (const hash of ['sha256', 'sha1'])
      expect(bash(`openssl x509 -in cert.pem -noout -fingerprint -${hash}`, at).stdout).toMatch(
        /Fingerprint=([0-9A-F]{2}:){19}/i,
      )
  })

  test('opens what Windows wrote with RC2, which it does not without -legacy', () => {
    const at = withCertificate()
    const windows =
      'openssl pkcs12 -export -legacy -certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-3DES -inkey key.pem -in cert.pem -out cert.pfx -passout pass:secret'
    expect(bash(windows, at)).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -in cert.pfx -noout', at, 'secret\n').status).not.toBe(0)
    expect(bash('openssl pkcs12 -legacy -in cert.pfx -noout', at, 'secret\n')).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -legacy -in cert.pfx -nodes -out both.pem', at, 'secret\n')).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -export -in both.pem -out new.pfx', at, 'new\nnew\n')).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -in new.pfx -noout', at, 'new\n')).toMatchObject({status: 0})
  })

  test('makes a timestamp request for the list of files', () => {
    const at = folder()
    writeFileSync(join(at, 'SHA256SUMS'), 'x')
    expect(bash('openssl ts -query -data SHA256SUMS -sha256 -cert -out request.tsq', at)).toMatchObject({status: 0})
    expect(bash('openssl ts -query -in request.tsq -text', at).stdout).toContain('Hash Algorithm: sha256')
  })

  test('makes a state key of 32 bytes', () => {
    expect(Buffer.from(bash('openssl rand -base64 32', folder()).stdout, 'base64')).toHaveLength(32)
  })

  test('writes a company’s authority as PEM, from the DER that Windows exports', () => {
    const at = withCertificate()
    expect(bash('openssl x509 -in cert.pem -outform der -out company-ca.cer', at)).toMatchObject({status: 0})
    expect(bash('openssl x509 -inform der -in company-ca.cer -out company-ca.pem', at)).toMatchObject({status: 0})
    expect(readFileSync(join(at, 'company-ca.pem'), 'utf8')).toBe(readFileSync(join(at, 'cert.pem'), 'utf8'))
    expect(bash('openssl x509 -inform der -in cert.pem -out wrong.pem', at).status).not.toBe(0)
  })

  test('each advised use is one that is run here or where its test stands', () => {
    const known = [
      /^openssl x509 -(in|noout)/,
      /^openssl x509 -inform (der|DER) -in [\w-]+\.cer -out [\w-]+\.pem/,
      /^openssl pkcs12 (-export -inkey key\.pem|-legacy -in cert\.pfx|-export -in both\.pem)/,
      /^openssl pkey (-in key\.pem -noout|-provider legacy)/,
      /^openssl req -x509 -newkey rsa:(2048|3072) /,
      /^openssl rand -base64 32/,
      /^openssl ts -query -data SHA256SUMS -sha256 -cert/,
      // test/scenarios/signed.test.ts and test/signature run these on real folders.
      /^openssl (cms -verify|ts -verify) /,
      /^openssl s_client -connect VALUE:VALUE/,
    ]
    const found = uses(/openssl (?:x509|pkcs12|pkey|req|rand|cms|ts|s_client) -/)
    expect(found.length).toBeGreaterThan(8)
    expect(found.filter(use => !known.some(one => one.test(use)))).toEqual([])
    for (const one of known)
      expect(
        found.some(use => one.test(use)),
        String(one),
      ).toBe(true)
  })
})

describe.runIf(process.platform === 'linux')('bash, run as advised,', () => {
  test('hands gh the whole PFX, and both PEM files', () => {
    const at = folder()
    const content = Buffer.from(Array.from({length: 5_000}, (_, index) => (index * 37) % 256))
    writeFileSync(join(at, 'cert.pfx'), content)
    for (const name of ['cert.pem', 'key.pem']) writeFileSync(join(at, name), `${name}\n`)
    const gh = 'gh() { cat; }; '
    const bashForm = storePfx.slice(0, storePfx.indexOf(' (PowerShell'))
    expect(Buffer.from(bash(gh + bashForm, at).stdout, 'base64')).toEqual(content)
    const both = /cat cert\.pem key\.pem \| gh secret set M365_CERTIFICATE/.exec(makeAnew)?.[0] ?? ''
    expect(bash(gh + both, at).stdout).toBe('cert.pem\nkey.pem\n')
  })

  test('compares every file with its hash', () => {
    const at = folder()
    writeFileSync(join(at, 'a b.csv'), 'x')
    writeFileSync(join(at, 'SHA256SUMS'), `${createHash('sha256').update('x').digest('hex')}  a b.csv\n`)
    const command = checkCommands[0]?.command ?? ''
    expect(bash(command, at)).toMatchObject({status: 0})
    writeFileSync(join(at, 'a b.csv'), 'y')
    expect(bash(command, at).status).not.toBe(0)
  })
})

/** Programs that a machine may lack: .ci/run installs them where it may. */
const has = (program: string) => spawnSync('bash', ['-c', `command -v ${program}`]).status === 0

describe.runIf(process.platform === 'linux' && has('age') && has('script'))('age, run as advised,', () => {
  test('makes a key, opens a file that the program encrypted to it, and a key with a passphrase', async () => {
    const at = folder()
    expect(bash('age-keygen -o key.txt', at)).toMatchObject({status: 0})
    const recipient = /age1\w+/.exec(readFileSync(join(at, 'key.txt'), 'utf8'))?.[0] ?? ''
    const encrypted = async (prepare: (encrypter: Encrypter) => void, text: string) => {
      const encrypter = new Encrypter()
      prepare(encrypter)
      return await encrypter.encrypt(text)
    }
    writeFileSync(join(at, 'audit.csv.age'), await encrypted(one => one.addRecipient(recipient), 'a,b'))
    expect(bash(decryptLine('audit.csv.age'), at)).toMatchObject({status: 0})
    expect(readFileSync(join(at, 'audit.csv'), 'utf8')).toBe('a,b')

    const protect = (one: Encrypter) => {
      one.setPassphrase('secret')
      one.setScryptWorkFactor(10)
    }
    writeFileSync(join(at, 'key.txt.age'), await encrypted(protect, 'AGE-SECRET-KEY-…'))
    // It asks a terminal alone.
    expect(bash("script -qec 'age -d -o key.txt key.txt.age' /dev/null", at, 'secret\n')).toMatchObject({status: 0})
    expect(readFileSync(join(at, 'key.txt'), 'utf8')).toBe('AGE-SECRET-KEY-…')
  })
})

describe.runIf(process.platform === 'linux' && has('ssh-keygen'))('ssh-keygen, run as advised,', () => {
  test('writes a key of its own format as PEM', () => {
    const at = folder()
    expect(bash("ssh-keygen -q -t rsa -b 2048 -N '' -f key", at)).toMatchObject({status: 0})
    // It asks a terminal for the new passphrase, twice; without one, a program.
    writeFileSync(join(at, 'enter'), '#!/bin/sh\necho\n', {mode: 0o755})
    const asked = `SSH_ASKPASS=${join(at, 'enter')} SSH_ASKPASS_REQUIRE=force`
    expect(bash(`${asked} ssh-keygen -p -m PEM -f key`, at)).toMatchObject({status: 0})
    expect(readFileSync(join(at, 'key'), 'utf8')).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/)
    expect(bash('openssl pkey -in key -noout', at)).toMatchObject({status: 0})
  })
})

const require = createRequire(import.meta.url)

async function powershellParser(): Promise<Parser> {
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')))
  return parser
}

/** Blocks of pages, and what follows “PowerShell: ” in a message, to the parenthesis that it stands in. */
function powershell(): {path: string; command: string}[] {
  const inPages = blocks
    .filter(({language}) => language === 'powershell')
    .map(({path, content}) => ({path, command: content}))
  const told = everything
    .filter(({path}) => path.startsWith('src/'))
    .flatMap(({path, text}) =>
      [...text.matchAll(/(?<!\w)PowerShell: (?!PowerShell)((?:[^()`\n"]|\((?:[^()\n]|\([^()\n]*\))*\))+)/g)].map(
        ([, command = '']) => ({
          path,
          command,
        }),
      ),
    )
  const printed = checkCommands.filter(({where}) => where.includes('PowerShell'))
  const run = Object.values(windowsStoreScripts).map(command => ({path: 'windows-store.ts', command}))
  const instructions = Object.values(verifyCommands.powershell).map(command => ({path: 'VERIFY.txt', command}))
  return [
    ...inPages,
    ...told,
    ...run,
    ...instructions,
    ...printed.map(({command}) => ({path: 'check-commands.ts', command})),
  ]
}

describe('PowerShell', () => {
  test('is found in pages and messages, and parsed without an error', async () => {
    const parser = await powershellParser()
    const found = powershell()
    expect(found.length).toBeGreaterThan(6)
    for (const {path, command} of found) {
      const tree = parser.parse(`${command}\n`)
      expect(tree?.rootNode.hasError, `${path}: ${command}`).toBe(false)
    }
  })

  test('the parser does find what PowerShell does not take', async () => {
    const parser = await powershellParser()
    for (const wrong of ['Get-Content (', '$hash, = (1', "if ($a { 'x' }"])
      expect(parser.parse(`${wrong}\n`)?.rootNode.hasError, wrong).toBe(true)
  })

  test.each<[rule: string, broken: RegExp]>([
    ['has no <', /</],
    ['has no base64 program', /(^|[|;]\s*)base64\b/],
    ['quotes @file', /(?<!['"])@[\w.-]+\.(pem|json|cer|pfx)/],
    ['takes JSON from files', /--(body|parameters) '\{/],
    ['has no line that ends in a backslash', /\\$/m],
    // Windows PowerShell writes a program's bytes anew, as UTF-16.
    ['redirects no program’s output into a file', /(?<![-=>])>(?!>)/],
    ['sets no variable as bash does', /^\s*[A-Z_]+=\S/m],
    // Windows PowerShell leaves an empty word out.
    ['gives no program an empty word', /^\s*(az|gh|openssl|ssh-keygen|node)\b[^\n|]* (''|"")/m],
    [
      'uses nothing that came after Windows PowerShell 5.1',
      /-AsByteStream|\?\?|ConvertFrom-Json [^|\n]*-AsHashtable|\? [^|\n]+ : /,
    ],
    ['joins nothing by && or ||, which Windows PowerShell does not know', /&&|\|\|/],
  ])('%s', (_, broken) => {
    expect(powershell().filter(({command}) => broken.test(command.replace(/^\s*#.*/gm, '')))).toEqual([])
  })
})

/** Cmdlets with the parameters that are used: https://learn.microsoft.com/powershell/module/ has a page for each. */
const parameters: Readonly<Record<string, readonly string[]>> = {
  'Add-RoleGroupMember': ['Identity', 'Member'],
  'Connect-ExchangeOnline': ['AppId', 'CertificateThumbPrint', 'Organization'],
  'ConvertFrom-Json': [],
  'ConvertTo-Json': ['Compress', 'Depth', 'InputObject'],
  'Export-PfxCertificate': ['Cert', 'ChainOption', 'FilePath', 'Password'],
  'ForEach-Object': [],
  'Get-ChildItem': ['Path', 'Force', 'Name'],
  'Get-Content': ['Path', 'Raw'],
  'Get-Date': [],
  'Get-FileHash': ['Algorithm', 'LiteralPath'],
  'Import-PfxCertificate': ['CertStoreLocation', 'FilePath', 'Password'],
  'New-Object': [],
  'New-RoleGroup': ['Name', 'Roles'],
  'New-SelfSignedCertificate': [
    'CertStoreLocation',
    'HashAlgorithm',
    'KeyAlgorithm',
    'KeyExportPolicy',
    'KeyLength',
    'NotAfter',
    'Subject',
  ],
  'New-ServicePrincipal': ['AppId', 'DisplayName', 'ObjectId'],
  'Read-Host': ['AsSecureString', 'Prompt'],
  'Remove-Item': ['Path'],
  'Resolve-Path': [],
  'Select-Object': ['First'],
  'Set-Content': ['Encoding', 'Path', 'Value'],
  'Set-Location': ['Path'],
  'Where-Object': [],
}

/** Cmdlets and parameters of the command that are in no line of the table. */
function undocumented(parser: Parser, command: string): string[] {
  const nodes = (parser.parse(`${command}\n`)?.rootNode.descendantsOfType('command') ?? []).filter(
    node => node !== null,
  )
  return nodes.flatMap(node => {
    const name = node.childForFieldName('command_name')?.text ?? ''
    if (!/^[A-Z][a-z]+-[A-Z]/.test(name) || name === 'Find-Certificate') return []
    const known = parameters[name]
    if (known === undefined) return [name]
    // Those of a cmdlet inside of its arguments are that one's.
    const inner = node.descendantsOfType('command').filter(each => each !== null && each.id !== node.id)
    const elsewhere = new Set(inner.flatMap(each => each?.descendantsOfType('command_parameter').map(one => one?.id)))
    const own = node.descendantsOfType('command_parameter').filter(each => !elsewhere.has(each?.id))
    return own.flatMap(each => (known.includes(each?.text.slice(1) ?? '') ? [] : [`${name} ${each?.text}`]))
  })
}

test('cmdlets of PowerShell are called by documented names and parameters', async () => {
  const parser = await powershellParser()
  expect(undocumented(parser, "Get-Contents -Path 'x' | Set-Content -Pfad (Resolve-Path -Foo 'y') -Value 'x'")).toEqual(
    ['Get-Contents', 'Set-Content -Pfad', 'Resolve-Path -Foo'],
  )
  expect(
    powershell().flatMap(({path, command}) => undocumented(parser, command).map(what => `${path}: ${what}`)),
  ).toEqual([])
})

test('@file is quoted wherever it is advised: bash takes it so too', () => {
  const bare = everything.flatMap(({path, text}) =>
    [...text.matchAll(/--(?:cert|body|parameters) @[\w.]+/g)].map(([use]) => `${path}: ${use}`),
  )
  expect(bare).toEqual([])
})

test('what is stored by base64 < in a message has a form for PowerShell beside it', () => {
  const lonely = everything
    .filter(({path}) => path.startsWith('src/'))
    .flatMap(({path, text}) => text.split('\n').map(line => ({path, line})))
    .filter(({line}) => /base64 < /.test(line) && !/PowerShell: \[Convert\]/.test(line))
  expect(lonely).toEqual([])
})

describe.runIf(process.platform === 'win32')('Windows PowerShell, run as advised,', {timeout: 120_000}, () => {
  const run = (script: string, cwd: string) =>
    spawnSync('powershell', ['-NoProfile', '-NonInteractive', '-Command', script], {cwd, encoding: 'utf8'})

  test('compares every file with its hash', () => {
    const at = folder()
    const [command = ''] = checkCommands.filter(({where}) => where.includes('PowerShell')).map(each => each.command)
    writeFileSync(join(at, 'a b.csv'), 'x')
    writeFileSync(join(at, 'SHA256SUMS'), `${createHash('sha256').update('x').digest('hex')}  a b.csv\n`)
    expect(run(command, at)).toMatchObject({status: 0, stdout: ''})
    writeFileSync(join(at, 'a b.csv'), 'y')
    expect(run(command, at).stdout.trim()).toBe('a b.csv differs')
  })

  test('hands gh the whole PFX, and keeps JSON for az whole', () => {
    const at = folder()
    const content = Buffer.from(Array.from({length: 5_000}, (_, index) => (index * 37) % 256))
    writeFileSync(join(at, 'cert.pfx'), content)
    const [, form = ''] = /\(PowerShell: (.*)\)$/.exec(storePfx) ?? []
    expect(Buffer.from(run(`function gh { $input }; ${form}`, at).stdout, 'base64')).toEqual(content)
    const [, json = ''] = withJson('az rest', '--body', {name: "Ünïcode “quoted” 'x'", list: ['a']})
    expect(run(`function az { }; ${json.slice('PowerShell: '.length)}`, at)).toMatchObject({status: 0})
    expect(JSON.parse(readFileSync(join(at, 'body.json'), 'utf8'))).toEqual({
      name: "Ünïcode “quoted” 'x'",
      list: ['a'],
    })
  })

  test('writes a company’s authority as PEM by certutil', async () => {
    const at = folder()
    const {certificate} = await sharedCertificate()
    writeFileSync(join(at, 'company-ca.cer'), certificate.raw)
    expect(run('certutil -encode company-ca.cer company-ca.pem', at)).toMatchObject({status: 0})
    const pem = readFileSync(join(at, 'company-ca.pem'), 'utf8')
    expect(new X509Certificate(pem).fingerprint256).toBe(certificate.fingerprint256)
  })
})

test('az and gh are called by documented commands and options', () => {
  const groups =
    'secret|variable|workflow|run|repo|attestation|auth|api|release|login|cloud|rest|account|ad|role|keyvault|storage'
  const found = everything.flatMap(({path, text}) =>
    [...text.matchAll(new RegExp(`\\b(gh|az) (?:${groups})\\b[^\`;|\\n]*`, 'g'))].map(([use]) => ({path, use})),
  )
  expect(found.length).toBeGreaterThan(40)
  const wrong = found.flatMap(({path, use}) => {
    const [name] = Object.keys(options)
      .filter(one => use === one || use.startsWith(`${one} `) || new RegExp(`^${one}[^\\w-]`).test(use))
      .sort((a, b) => b.length - a.length)
    if (name === undefined) return [`${path}: ${use}: no such command`]
    const own = use.split(/ && | then |\$\(|\) |\. |, (?:and|or) |\((?=PowerShell)/)[0] ?? ''
    const given = [...own.matchAll(/(?<= )--?[a-z][a-z-]*/g)].map(([option]) => option)
    return given.filter(option => !options[name]?.includes(option)).map(option => `${path}: ${name} ${option}`)
  })
  expect(wrong).toEqual([])
})

test('verify in a checkout names the wrong folder, and judges no export by it', async () => {
  const at = folder()
  writeFileSync(join(at, 'package.json'), '{}')
  const settings = parsedVerify(at)
  const host = terminalHost([], {})
  await expect(
    runVerify(settings, {host, disk: machineDisk, bundle: undefined, remote: noNetwork}),
  ).rejects.toMatchObject({
    code: 'VERIFY_NO_EXPORT',
  })
})

function parsedVerify(directory: string) {
  const parsed = parseInputs(terminalHost(['--mode', 'verify', '--directory', directory], {}))
  if ('mistakes' in parsed || parsed.settings.mode !== 'verify') throw new Error(JSON.stringify(parsed))
  return parsed.settings
}
