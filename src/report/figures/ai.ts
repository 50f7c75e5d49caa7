/** Copilot and agents in numbers: who asked, by which app and agent, and what was read for the answers. */
import {type AiInteraction, siteOf} from '../../audit/ai-interaction.ts'
import {Busiest} from './busiest.ts'
import {NameCounts} from './counts.ts'

const mostPeople = 5000
const mostAgents = 1000
const mostApps = 60
const mostFiles = 50_000
const mostSites = 5000

export interface AgentFigures {
  name: string
  records: number
  /** When it was first asked. */
  first: number
}

export class AiFigures {
  interactions = 0
  /** Prompts taken for attempts to bypass the rules. */
  jailbreaks = 0
  /** Readings of files that hold instructions for the AI. */
  injections = 0
  /** Readings that were refused, or kept out by a policy. */
  refusals = 0
  readonly people = new Busiest(mostPeople)
  readonly apps = new NameCounts(mostApps)
  private readonly files = new Busiest(mostFiles)
  private readonly sites = new Busiest(mostSites)
  private readonly agentNames = new NameCounts(mostAgents)
  private readonly agentFirst = new Map<string, number>()

  see({agent, app, resources, jailbreak}: AiInteraction, {user, time}: {user: string; time: number}): void {
    this.interactions++
    if (jailbreak) this.jailbreaks++
    if (user !== '') this.people.see(user)
    this.apps.add(app)
    const name = agent.name || agent.id
    if (name !== '') {
      const known = this.agentNames.add(name)
      this.agentFirst.set(known, Math.min(this.agentFirst.get(known) ?? time, time))
    }
    for (const {id, url, refused, injection} of resources) {
      if (refused) this.refusals++
      if (injection) this.injections++
      if (id !== '') this.files.see(id)
      const site = siteOf(url)
      if (site !== '') this.sites.see(site)
    }
  }

  /** Most asked first. */
  agents(): AgentFigures[] {
    return this.agentNames.ranked().map(row => ({...row, first: this.agentFirst.get(row.name) ?? 0}))
  }

  /** Different ones: exactly, or at least. */
  get touched(): {files: Busiest['distinct']; sites: Busiest['distinct']} {
    return {files: this.files.distinct, sites: this.sites.distinct}
  }

  get overflowed(): boolean {
    return (
      this.agentNames.overflowed || this.apps.overflowed || !this.files.distinct.exact || !this.people.distinct.exact
    )
  }
}
