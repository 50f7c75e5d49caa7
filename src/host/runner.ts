/**
 * The host on a GitHub runner, through `@actions/core`. The package brings an HTTP client along, so it loads only
 * when a host is needed; the first line of output is written before that.
 */
import {causes} from '../wire/failure.ts'
import {artifactList, artifactService} from './artifact.ts'
import {inert} from './ci-form.ts'
import {eventFacts} from './event.ts'
import type {Host} from './host.ts'
import {wrongUser} from './runner-user.ts'
import {identityVariables, idTokenRequest, inputVariables, maskable, paragraph, runFacts} from './text.ts'

export async function runnerHost(): Promise<Host> {
  const core = await import('@actions/core')
  const inputs = inputVariables(process.env)
  let failing = false
  return {
    kind: 'runner',
    input: name => inputs.get(name)?.trim() ?? '',
    untrimmed: name => inputs.get(name) ?? '',
    given: [...inputs.keys()],
    unusable: wrongUser(process.env),
    idToken: idTokenRequest(process.env),
    identityVariables: identityVariables(process.env),
    facts: {...runFacts(process.env, process.cwd()), ...eventFacts(process.env)},

    // Only core speaks to the runner.
    info: line => core.info(inert(line)),
    debug: line => core.debug(line),
    group: (title, body) => core.group(title, body),
    notice: message => core.notice(paragraph(message)),
    warning: message => core.warning(paragraph(message)),
    error: message => core.error(paragraph(message)),
    mask: secret => {
      for (const piece of maskable(secret)) core.setSecret(piece)
    },

    output: (name, value) => {
      try {
        core.setOutput(name, value)
      } catch (error) {
        // Of a dozen outputs none can be set then: it is said once.
        if (!failing)
          core.setFailed(
            paragraph(`The output ${name} can't be set, and later steps would not see it: ${causes(error)}.`),
          )
        failing = true
      }
    },
    summary: async markdown => {
      if (!process.env.GITHUB_STEP_SUMMARY) return core.debug('This runner shows no job summary.')
      try {
        await core.summary.addRaw(markdown, true).write()
      } catch (error) {
        core.warning(paragraph(`The job summary can't be written: ${causes(error)}.`))
      }
    },
    fail: message => core.setFailed(paragraph(message)),
    get artifacts() {
      return artifactList(process.env)
    },
    get upload() {
      return artifactService(process.env)
    },
  }
}
