/**
 * The README's pictures: runs the demo from the bundle, opens its report in Debian's or Google's browser, and writes
 * .github/pictures.
 */
import {spawnSync} from 'node:child_process'
import {existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {chromium} from 'playwright-core'

const bundle = fileURLToPath(new URL('../dist/index.js', import.meta.url))
const pictures = fileURLToPath(new URL('../.github/pictures/', import.meta.url))
const browsers = ['/usr/bin/chromium', '/usr/bin/google-chrome']
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']

/** Each with the link that leads to what is shown; none for the page's top. */
export const shots = [
  {name: 'report-light.png', colorScheme: 'light', link: ''},
  {name: 'month-light.png', colorScheme: 'light', link: 'The month'},
  {name: 'report-dark.png', colorScheme: 'dark', link: ''},
  {name: 'month-dark.png', colorScheme: 'dark', link: 'The month'},
] as const
export const size = {width: 1100, height: 900}

if (process.argv[1] === fileURLToPath(import.meta.url)) await take()

async function take(): Promise<void> {
  const executablePath = browsers.find(path => existsSync(path))
  if (executablePath === undefined) throw new Error(`No browser: neither ${browsers.join(' nor ')} is here.`)
  const folder = mkdtempSync(join(tmpdir(), 'm365-audit-pictures-'))
  const browser = await chromium.launch({executablePath, args: flags})
  try {
    const page = await browser.newPage({viewport: size})
    await page.goto(pathToFileURL(demoReport(folder)).href)
    mkdirSync(pictures, {recursive: true})
    for (const {name, colorScheme, link} of shots) {
      await page.emulateMedia({colorScheme})
      if (link === '') await page.evaluate('scrollTo(0, 0)')
      else await page.getByRole('link', {name: link, exact: true}).click()
      await page.screenshot({path: join(pictures, name)})
      console.log(`.github/pictures/${name}: ${readFileSync(join(pictures, name)).length} bytes`)
    }
  } finally {
    await browser.close()
    rmSync(folder, {recursive: true, force: true})
  }
}

function demoReport(folder: string): string {
  const {status, stdout} = spawnSync(process.execPath, [bundle, 'demo'], {cwd: folder, encoding: 'utf8'})
  const [report] = globSync('**/report.html', {cwd: folder})
  if (status !== 0 || report === undefined) throw new Error(`The demo failed:\n${stdout}`)
  return join(folder, report)
}
