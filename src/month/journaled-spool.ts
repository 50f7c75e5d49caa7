/** Joins a run's journal to its spool: the journal sees what the spool gets, people as the export names them. */
import type {JournalKeeper} from '../spool/journal.ts'
import type {Spool} from '../spool/spool.ts'
import {type Protection, pseudonymousEntries} from './protection.ts'

export function journaled(spool: Spool, journal: JournalKeeper | undefined): Pick<Spool, 'write' | 'accept' | 'take'> {
  if (journal === undefined) return spool
  return {
    write: async (rows, reading) => {
      await journal.see(rows, reading)
      await spool.write(rows, reading)
    },
    accept: (reading, window) => spool.accept(reading, window),
    take: at => spool.take(at),
  }
}

export function pseudonymousJournal(journal: JournalKeeper, protection: Protection): Omit<JournalKeeper, 'see'> {
  return {
    asked: (query, reading) => journal.asked(query, reading),
    settled: async (entry, reading) => {
      const [named = entry] = pseudonymousEntries([entry], protection)
      await journal.settled(named, reading)
    },
    forget: reading => journal.forget(reading),
    retract: reading => journal.retract(reading),
  }
}
