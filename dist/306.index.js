export const id = 306;
export const ids = [306];
export const modules = {

/***/ 83306:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  K: () => (/* binding */ exportPeriod),
  f: () => (/* binding */ folderOwnerOf)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/audit/filters.js
var audit_filters = __webpack_require__(93480);
// EXTERNAL MODULE: ./lib/audit/record.js
var record = __webpack_require__(49414);
// EXTERNAL MODULE: ./lib/audit/shard.js
var audit_shard = __webpack_require__(34959);
// EXTERNAL MODULE: ./lib/checks/check-of-code.js
var check_of_code = __webpack_require__(33441);
// EXTERNAL MODULE: ./lib/evidence/evidence-folder.js + 1 modules
var evidence_folder = __webpack_require__(14684);
// EXTERNAL MODULE: ./lib/publish/upload.js
var upload = __webpack_require__(49150);
// EXTERNAL MODULE: ./lib/month/cleanup.js
var cleanup = __webpack_require__(60590);
// EXTERNAL MODULE: ./lib/month/delivery.js + 14 modules
var delivery = __webpack_require__(27401);
// EXTERNAL MODULE: ./lib/month/detection-setup.js + 89 modules
var detection_setup = __webpack_require__(77194);
// EXTERNAL MODULE: ./lib/github.js
var github = __webpack_require__(91564);
// EXTERNAL MODULE: ./lib/spool/journal-files.js
var journal_files = __webpack_require__(21738);
// EXTERNAL MODULE: ./lib/wire/failure.js
var wire_failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/month/previous-artifacts.js
var previous_artifacts = __webpack_require__(13539);
// EXTERNAL MODULE: ./lib/month/warn.js
var warn = __webpack_require__(75848);
;// CONCATENATED MODULE: ./lib/month/fetch-state.js






/** Only what the last export of this question left: a later one that was whole has made it obsolete. Never rejects. */
async function fetchState(settings, context, { folder, owner, earlier, notes }) {
    const { host, world } = context;
    const inPlace = earlier !== undefined && earlier.manifest.status !== 'incomplete';
    if (settings.resume === 'off' || folder.interrupted.length > 0 || inPlace)
        return;
    const name = (0,upload/* artifactName */.Cs)(settings.artifactName, owner.tenant, owner.period.label);
    const { because } = await (0,previous_artifacts/* fromPreviousArtifact */.YI)(settings, context, (0,upload/* stateName */.Vi)(name), unpacked => folder.adopt(unpacked), async (state) => {
        const { value: exported } = await (0,github/* newestArtifact */.jb)(world, host.facts, settings.githubToken, name);
        if (exported && exported.created > state.created)
            return false;
        if (settings.stateKey !== undefined)
            return true;
        (0,warn/* warn */.R)(context, notes, (0,wire_failure/* explain */.WE)((0,journal_files/* stateKeyMissing */.Vv)()));
        return false;
    });
    if (because !== undefined)
        host.debug(`No state of an interrupted run was fetched: ${because}`);
}

// EXTERNAL MODULE: ./lib/month/manifest.js
var manifest = __webpack_require__(665);
// EXTERNAL MODULE: ./lib/month/previous-export.js
var previous_export = __webpack_require__(73388);
// EXTERNAL MODULE: ./lib/month/protection.js + 7 modules
var month_protection = __webpack_require__(24494);
// EXTERNAL MODULE: ./lib/audit/estimate.js
var estimate = __webpack_require__(93297);
// EXTERNAL MODULE: ./lib/audit/density.js
var density = __webpack_require__(93999);
// EXTERNAL MODULE: ./lib/audit/window.js
var audit_window = __webpack_require__(81635);
// EXTERNAL MODULE: ./lib/spool/partition.js
var partition = __webpack_require__(76001);
// EXTERNAL MODULE: ./lib/spool/unique-rows.js
var unique_rows = __webpack_require__(31424);
// EXTERNAL MODULE: ./lib/wire/skew.js
var skew = __webpack_require__(85547);
;// CONCATENATED MODULE: ./lib/collect/pending-queries.js
/** Those of earlier runs that wait for their windows, which are part of the plan. */
class PendingQueries {
    /** In order. */
    windows;
    waiting;
    constructor(queries) {
        this.waiting = queries;
        const ends = new Map(queries.map(({ start, end }) => [start, end]));
        this.windows = [...ends].map(([start, end]) => ({ start, end })).sort((a, b) => a.start - b.start);
    }
    /** They are handed out once: a window that is read again is asked for anew. */
    take(window) {
        const fits = (query) => query.start === window.start && query.end === window.end;
        const taken = this.waiting.filter(fits);
        this.waiting = this.waiting.filter(query => !fits(query));
        return taken;
    }
}
/** The queries of one reading. */
class ReadingQueries {
    /** What an earlier run left for its window. */
    left;
    window;
    now;
    current;
    /** @param now when the reading begins, by the services' clock. */
    constructor(window, left, now) {
        this.window = window;
        this.left = left;
        this.now = now;
    }
    /** The service has this one, and it is the one that counts. */
    see(id) {
        const { start, end } = this.window;
        this.current = this.left.find(query => query.id === id) ?? { id, start, end, began: this.now };
        return this.current;
    }
    /** When an earlier run asked for what is read; undefined where this one did. */
    get beganEarlier() {
        return this.current && this.left.includes(this.current) ? this.current.began : undefined;
    }
    /** What the service may have if the reading ends here. */
    get underWay() {
        return this.current ? [this.current] : this.left;
    }
}
/** The gap with what the run leaves under way in it. */
function withPendingQueries(gap, queries) {
    if (queries.length === 0)
        return gap;
    const requestIds = queries.map(query => query.id);
    return {
        ...gap,
        evidence: { ...gap.evidence, requestIds },
        began: Math.min(...queries.map(query => query.began)),
    };
}
/** What a ledger says was left under way: only such a gap has a time at which its reading began. */
function pendingQueriesOf(entries) {
    return entries.flatMap(({ start, end, status, began, evidence }) => status === 'gap' && began !== undefined ? evidence.requestIds.map(id => ({ id, start, end, began })) : []);
}

;// CONCATENATED MODULE: ./lib/collect/window-task.js


/**
 * Failed readings that a planned window may cost, however it is cut: enough to find the one bad second of four days,
 * more than once.
 */
const failuresOfAWindow = 48;
/** Parts shorter than this get no budget of their own once theirs is spent. Milliseconds. */
const worthAnother = 600_000;
const leastBudget = 6;
/** Failed readings that a planned window may cost over all its budgets, however many sound ones lie between. */
const mostOfAWindow = 200;
/** Whether a planned window has cost as much as it may. */
function isSpent({ spent }) {
    return spent >= mostOfAWindow;
}
/** Rows that a window was expected to hold, from which an empty answer is not believed without reading the halves. */
const denseExpectation = 50;
const failuresAtOneSize = 2;
const failuresInAnOutage = 3;
const rereadingsToAgree = 4;
/** Milliseconds before a window is read again. */
const pauseToConfirm = 2000;
const pauseAfterFailure = 5000;
const pauseInOutage = 30_000;
/** Seconds beyond both edges, so that a second reading is another question. */
const widerToConfirm = 37;
function newTask(window, confirm = false, shortest = audit_window/* shortestWindow */.jI) {
    return {
        window,
        shortest,
        budget: { left: failuresOfAWindow, full: failuresOfAWindow, origin: { exhausted: false, spent: 0 } },
        depth: 'search',
        wider: 0,
        attempts: 0,
        failures: 0,
        expected: new Map(),
        readings: [],
        confirm,
    };
}
/** A reading that lacks a record which is known, and which the question reached, is none: the search has gone silent. */
function checkSilence({ previous, reach }, read) {
    const { outcome, evidence } = read.reading;
    const asked = previous !== undefined && reach !== undefined && outcome === 'proven';
    if (!asked || evidence.rows > 0)
        return read;
    return { ...read, reading: { ...read.reading, outcome: 'suspect', failure: silent() } };
}
/** @param expectedRows how many rows the density so far promises for the window. */
function decide(before, read, expectedRows) {
    const task = {
        ...before,
        attempts: before.attempts + 1,
        readings: [...before.readings, read.number],
        expected: new Map([...before.expected, ...read.seen]),
    };
    const { reading } = read;
    if (reading.outcome === 'refused')
        return { do: 'stop', failure: reading.failure ?? lost(0), task };
    if (reading.outcome === 'capped')
        return whenCapped(task, read);
    if (reading.outcome === 'failed' || reading.outcome === 'suspect')
        return whenFailed(task, reading, reading.failure ?? lost(0));
    const missing = [...before.expected.keys()].filter(id => !read.seen.has(id)).length;
    if (before.previous !== undefined)
        return whenSecond(task, before.previous, read, missing);
    if (missing > 0)
        return whenFailed(task, reading, lost(missing));
    // Rows of the neighbours alone say nothing of the window: it is as empty as one that had none at all.
    if (reading.doubt === undefined && !task.confirm && read.times.length > 0)
        return settle(task, 'read', read);
    return confirmFurther(task, read, expectedRows);
}
/**
 * What becomes of a part whose budget is spent: half a budget of its own if it is long, so that an hour that never
 * answers does not take the days beside it along; else undefined, for a gap.
 */
function withNewBudget(task) {
    const { window, budget } = task;
    const full = Math.floor(budget.full / 2);
    if (isSpent(budget.origin) || full < leastBudget || window.end - window.start < worthAnother)
        return undefined;
    return { ...task, budget: { left: full, full, origin: budget.origin } };
}
/** A window as it is asked for one last time, with little to spend on it. */
function finalAttempt(task) {
    return { ...task, failures: 0, budget: { left: leastBudget, full: leastBudget, origin: { exhausted: true, spent: 0 } } };
}
/** An end to a window that will not be read any more: a gap, with everything that was read of it kept. */
function giveUp(task, failure, evidence) {
    const entry = {
        ...task.window,
        status: 'gap',
        attempts: task.attempts,
        evidence: evidence ?? { rows: 0, cap: 0, requestIds: [], warnings: [] },
        reason: { code: failure.code, message: failure.message },
        ...comparedIn(task),
    };
    return { do: 'settle', entry, accept: task.readings };
}
function settle(task, status, read) {
    const { evidence } = read.reading;
    const began = read.began === undefined ? {} : { began: read.began };
    const entry = { ...task.window, status, attempts: task.attempts, evidence, ...began, ...comparedIn(task) };
    return { do: 'settle', entry, accept: [read.number] };
}
function comparedIn({ compared }) {
    if (compared === undefined)
        return {};
    const { first, second } = compared;
    return { compared: { first: first.size, second: second.size, both: [...first].filter(id => second.has(id)).length } };
}
function confirmFurther(task, read, expectedRows) {
    const second = { ...task, previous: new Set(read.seen.keys()), namelessBefore: read.nameless, failures: 0 };
    const doubtful = read.reading.slow || (read.times.length === 0 && expectedRows >= denseExpectation);
    const halves = doubtful ? parts(second, (0,audit_window/* middleOf */.XV)(task.window)) : undefined;
    if (halves)
        return { do: 'split', tasks: halves };
    const empty = read.times.length === 0;
    return { do: 'again', task: { ...second, wider: task.confirm || empty ? widerToConfirm : 0 }, pause: pauseToConfirm };
}
/** Two readings agree when they held the same records; where they differ, the next must agree with their union. */
function whenSecond(before, previous, read, missing) {
    const task = before.confirm && before.compared === undefined
        ? { ...before, compared: { first: previous, second: new Set(read.seen.keys()) } }
        : before;
    const added = [...read.seen.keys()].filter(id => !previous.has(id)).length;
    const sameNameless = task.namelessBefore === undefined || task.namelessBefore === read.nameless;
    if (missing === 0 && added === 0 && sameNameless)
        return settle(task, 'confirmed', read);
    const again = {
        ...task,
        previous: new Set(task.expected.keys()),
        namelessBefore: read.nameless,
        failures: task.failures + 1,
        wider: 0,
    };
    if (again.failures < rereadingsToAgree)
        return { do: 'again', task: again, pause: pauseAfterFailure };
    return whenFailed(again, read.reading, disagreement(added, missing));
}
function whenCapped(task, read) {
    // The question reached further than the window: its own rows may well fit.
    if (task.wider > 0)
        return { do: 'again', task: { ...task, wider: 0, reach: undefined, crowded: true }, pause: 0 };
    const halves = parts({ ...task, failures: 0 }, cutFor(task.window, read.times));
    if (halves)
        return { do: 'split', tasks: halves };
    if (task.depth === 'search')
        return { do: 'again', task: { ...task, depth: 'exhaustive', failures: 0 }, pause: 0 };
    return giveUp(task, read.reading.failure ?? lost(0), read.reading.evidence);
}
function whenFailed(task, reading, failure) {
    const failed = { ...task, failures: task.failures + 1 };
    // The question was longer than the window, and may have failed for that.
    if (task.reach !== undefined && failure.code !== silence && reading.outcome !== 'proven' && reading.outage !== true)
        return { do: 'again', task: { ...failed, reach: undefined, crowded: true }, pause: pauseAfterFailure };
    if (reading.outage === true) {
        if (failed.failures <= failuresInAnOutage)
            return { do: 'again', task: failed, pause: pauseInOutage };
        return giveUp(failed, failure, reading.evidence);
    }
    // Each was tried again already, or is cured by less: smaller answers need no second page, and come sooner.
    const cutAtOnce = /^(EXCHANGE_PAGINATION|WIRE_RESET|WIRE_TIMEOUT|WIRE_TOO_LARGE|GRAPH_PAGE_CUT|GRAPH_QUERY_STUCK)$/.test(failure.code);
    if (failed.failures < failuresAtOneSize && !cutAtOnce)
        return { do: 'again', task: failed, pause: pauseAfterFailure };
    const halves = parts({ ...failed, failures: 0 }, (0,audit_window/* middleOf */.XV)(task.window));
    if (halves)
        return { do: 'split', tasks: halves };
    if (failed.failures < 2 * failuresAtOneSize)
        return { do: 'again', task: failed, pause: pauseAfterFailure };
    return giveUp(failed, failure, reading.evidence);
}
/**
 * Where to cut a window that was too full: at the median of what came, which is a fair sample as long as it spans the
 * window, else in the middle.
 */
function cutFor(window, times) {
    const sorted = [...times].sort((a, b) => a - b);
    const first = sorted[0] ?? window.start;
    const last = sorted.at(-1) ?? window.start;
    if (last - first < 0.8 * (window.end - window.start))
        return (0,audit_window/* middleOf */.XV)(window);
    return sorted[Math.floor(sorted.length / 2)] ?? (0,audit_window/* middleOf */.XV)(window);
}
function parts(task, at) {
    const { window, shortest } = task;
    const halves = window.end - window.start < 2 * shortest ? undefined : (0,audit_window/* cut */.Jj)(window, at);
    if (!halves)
        return undefined;
    const [first, second] = halves;
    return [part(task, first), part(task, second)];
}
/** The part of a task: what was seen in it must reappear in it, and agree where a second reading was due. */
function part(task, window) {
    const inside = (id) => {
        const time = task.expected.get(id);
        return time !== undefined && time >= window.start && time < window.end;
    };
    const only = (ids) => new Set([...ids].filter(inside));
    return {
        ...task,
        window,
        wider: 0,
        reach: undefined,
        crowded: false,
        expected: new Map([...task.expected].filter(([id]) => inside(id))),
        namelessBefore: undefined,
        ...(task.previous ? { previous: only(task.previous) } : {}),
        ...(task.compared ? { compared: { first: only(task.compared.first), second: only(task.compared.second) } } : {}),
    };
}
function lost(records) {
    return new wire_failure/* Failure */.HR({
        code: 'READING_LOST_RECORDS',
        message: `The answer lacks ${records} records that an earlier answer for the same time held.`,
        remedy: 'Run the export again later; if the same window stays a gap, open a case with Microsoft naming the request ids.',
    });
}
const silence = 'READING_SILENT';
function silent() {
    return new wire_failure/* Failure */.HR({
        code: silence,
        message: 'Nothing was found, nor a record that was found before and that the question reached: the search is silent.',
        remedy: 'Run the export again later; the service answers questions with nothing for a while.',
    });
}
function disagreement(added, missing) {
    return new wire_failure/* Failure */.HR({
        code: 'READINGS_DISAGREE',
        message: `Readings of the same time differ: the last one had ${added} records more and ${missing} fewer.`,
        remedy: 'Run the export again later; if the same window stays a gap, open a case with Microsoft naming the request ids.',
    });
}

;// CONCATENATED MODULE: ./lib/collect/collect.js
/**
 * Drives a source over the whole period: cuts windows by the density seen so far, reads several at once, keeps the
 * ledger, and hands the records on in order, each once. A window that can't be proven is an entry, not an exception.
 */









/** Planned windows in a row whose budget went without one proven reading: the service is taken to be broken for now. */
const brokenInARow = 2;
const outagesInARow = 8;
/** Milliseconds by which the questions of neighbours overlap at most, when neither is asked for again. */
const witnesses = 5000;
/** Failed readings in a row, more than one window's budget, after which nothing is cut any finer. */
const mostBarren = 60;
/** Milliseconds before what failed is asked for one more time. */
const pauseBeforeLast = 300_000;
/** One window in so many is read twice when a sample is to be confirmed, and no more than this share of all calls. */
const sampleOf = 13;
const mostOfCalls = 0.065;
/**
 * Yields the period's records stretch by stretch, in order. When it has ended, `result.entries` tile the period.
 * @throws Failure when nothing could be read because the caller is refused, or when the disk fails.
 */
async function* collect(settings, result) {
    const abandoned = new AbortController();
    const signal = AbortSignal.any([settings.signal, abandoned.signal]);
    const reader = new Reader({ ...settings, signal }, result);
    const finished = reader.run();
    // Awaited below; until then a failure must not count as unhandled.
    finished.catch(() => undefined);
    const first = (0,partition/* partitionStart */.v)(settings.period.start);
    try {
        for (let at = first; at < settings.period.end; at += partition/* partitionLength */.b) {
            await reader.settledUntil(Math.min(at + partition/* partitionLength */.b + witnesses, settings.period.end), finished);
            reader.passed(at + partition/* partitionLength */.b);
            // Before the spool is asked: what is carried over may be put into it.
            const earlier = (await settings.carried?.rows({ start: at, end: at + partition/* partitionLength */.b }, result.entries)) ?? [];
            for await (const { rows, ...part } of settings.spool.take(at)) {
                const its = earlier.filter(row => (0,audit_window/* contains */.gR)(part, row.time));
                const { kept, duplicates, conflicts } = (0,unique_rows/* uniqueRows */.D)([...rows, ...its]);
                result.duplicates += duplicates;
                result.conflicts += conflicts;
                if (kept.length > 0)
                    yield kept;
            }
        }
        await finished;
    }
    finally {
        // Whoever took the records may have failed: then nothing more is to be read, or written to the spool.
        abandoned.abort();
        await finished.catch(() => undefined);
    }
    result.entries.sort((a, b) => a.start - b.start);
}
class Reader {
    settings;
    result;
    density;
    /** Cut or deferred windows, earliest last. */
    stack = [];
    inFlight = new Set();
    /** Windows that are asked for once more when everything else is done. */
    deferred = [];
    finalRound = false;
    /** Failed readings since the last sound one. */
    consecutiveFailures = 0;
    pending;
    /** Windows taken over that still lie ahead, in order. */
    takenOver;
    planned;
    readings = 0;
    /** Identity → time of records outside of the window that was asked for. */
    neighbourRecords = new Map();
    /** What lies before has been handed on. */
    taken = Number.NEGATIVE_INFINITY;
    /** Readings that proved nothing, with the time that they asked for; those of stretches already written are let go. */
    unproven = [];
    /** Times of records, to be met again. */
    knownTimes = [];
    /** Readings made only to confirm another. */
    second = 0;
    proven = 0;
    broken = 0;
    /** Milliseconds; shorter while long windows fail, since a search costs the service by its size. */
    longest;
    outages = 0;
    stopped;
    rows = 0;
    waiters = [];
    constructor(settings, result) {
        this.settings = settings;
        this.result = result;
        this.density = settings.density ?? new density/* Density */.V();
        this.longest = settings.source.plan.longest;
        this.planned = settings.period.start;
        this.takenOver = [...(settings.carried?.entries ?? [])];
        this.pending = new PendingQueries(settings.carried?.queries ?? []);
        // First of all: until they are read, they are under way beside any new query.
        this.stack.push(...this.pending.windows.toReversed().map(window => this.planTask(window)));
    }
    async run() {
        try {
            await this.workAll();
            if (await this.mayRecover())
                await this.workAll();
            this.closeTheRest();
        }
        finally {
            this.wake();
        }
    }
    async workAll() {
        await Promise.all(Array.from({ length: this.settings.concurrency }, () => this.work()));
    }
    /** Whether there is anything to be asked for one more time, after the service had time to get well. */
    async mayRecover() {
        const { world, signal } = this.settings;
        const broken = this.stopped?.code === 'SERVICE_BROKEN';
        if (signal.aborted || (this.stopped && !broken) || (!broken && this.deferred.length === 0))
            return false;
        await world.sleep(pauseBeforeLast, signal).catch(() => undefined);
        if (signal.aborted)
            return false;
        this.finalRound = true;
        this.stopped = undefined;
        this.broken = 0;
        this.outages = 0;
        this.stack.push(...this.deferred.splice(0).sort((a, b) => b.window.start - a.window.start));
        return true;
    }
    /** Resolves once every window before `moment` is settled. */
    async settledUntil(moment, finished) {
        while (this.frontier() < moment) {
            const change = new Promise(resolve => this.waiters.push(resolve));
            await Promise.race([change, finished]);
        }
    }
    /** The stretches before `moment` are written: nothing more can be added to them. */
    passed(moment) {
        this.taken = moment;
        for (const [id, time] of this.neighbourRecords)
            if (time < moment)
                this.neighbourRecords.delete(id);
        this.unproven = this.unproven.filter(({ end }) => end > moment);
    }
    frontier() {
        let earliest = this.planned;
        for (const task of this.deferred)
            earliest = Math.min(earliest, task.window.start);
        for (const task of this.stack)
            earliest = Math.min(earliest, task.window.start);
        for (const task of this.inFlight)
            earliest = Math.min(earliest, task.window.start);
        return earliest;
    }
    async work() {
        for (;;) {
            const task = this.stopped || this.settings.signal.aborted ? undefined : this.next();
            if (task === undefined) {
                if (this.inFlight.size === 0 || this.stopped || this.settings.signal.aborted)
                    return;
                await new Promise(resolve => this.waiters.push(resolve));
                continue;
            }
            this.inFlight.add(task);
            try {
                const step = await this.step(task);
                if (step)
                    this.take(step);
            }
            catch (error) {
                this.stop((0,wire_failure/* asFailure */.h_)(error));
                throw error;
            }
            finally {
                this.inFlight.delete(task);
                this.wake();
            }
        }
    }
    next() {
        const cut = this.stack.pop();
        if (cut)
            return cut;
        this.passTakenOver();
        const { period, source } = this.settings;
        if (this.planned >= period.end)
            return undefined;
        const limit = this.limit();
        const start = this.planned;
        this.planned = this.density.known
            ? this.density.reach(start, limit, source.plan.aim, this.longest)
            : Math.min(limit, start + source.plan.first);
        return this.planTask({ start, end: this.planned });
    }
    planTask(window) {
        return newTask(window, this.settings.confirm === 'all', this.settings.source.plan.shortest);
    }
    /** Where the next window begins that the plan has to leave out. */
    limit() {
        const ahead = [...this.takenOver.slice(0, 1), ...this.pending.windows].map(window => window.start);
        return Math.min(this.settings.period.end, ...ahead.filter(start => start > this.planned));
    }
    /** What was proven before is settled as the plan comes to it; what was asked for before is a task already. */
    passTakenOver() {
        for (;;) {
            const asked = this.pending.windows.find(window => window.start === this.planned);
            const entry = this.takenOver[0]?.start === this.planned ? this.takenOver.shift() : undefined;
            const passed = entry ?? asked;
            if (passed === undefined)
                return;
            this.planned = passed.end;
            if (entry)
                this.record(entry);
        }
    }
    /**
     * Whether a window that one reading has just proven is read again: by its start, so that a rerun with the same windows
     * confirms the same ones, and within what a sample may cost.
     */
    chosen({ window, confirm, previous }, { reading }) {
        if (confirm || this.settings.confirm !== 'sample')
            return confirm;
        if (previous !== undefined || reading.outcome !== 'proven')
            return false;
        if (Math.imul(window.start / 1000, 2_654_435_761) >>> 0 >= 2 ** 32 / sampleOf)
            return false;
        return this.second < Math.max(1, mostOfCalls * this.readings);
    }
    /** An empty window is asked for again together with a record that is known to lie near it, where there is one. */
    reaching(task) {
        const { source } = this.settings;
        const empty = task.previous?.size === 0 && task.expected.size === 0 && (task.namelessBefore ?? 0) === 0;
        if (!empty || task.crowded)
            return task;
        const { start, end } = task.window;
        const nearest = Math.min(...this.knownTimes.map(time => (time < start ? start - time : time - end)));
        if (!(nearest < source.plan.longest))
            return task;
        return { ...task, reach: Math.max(task.wider, Math.ceil(nearest / 1000) + 1) };
    }
    /** Whatever a sound answer showed is kept: where neighbours' answers differ, their union. */
    acceptAround(task, { number }) {
        const { start, end } = around(task);
        this.settings.spool.accept(number, { start, end: task.window.start });
        this.settings.spool.accept(number, { start: task.window.end, end });
    }
    /** Some records that are known: of each reading, the first and the last. */
    noteKnownRecords({ times, reading }) {
        if (reading.outcome !== 'proven' || times.length === 0)
            return;
        const [first, last] = times.reduce(([a, b], time) => [Math.min(a, time), Math.max(b, time)], [Infinity, -Infinity]);
        this.knownTimes.push(first, last);
    }
    /** What questions about the neighbours showed of this window has to be in it as well. */
    withNeighbourRecords(task) {
        const inside = [...this.neighbourRecords].filter(([, time]) => (0,audit_window/* contains */.gR)(task.window, time));
        return inside.length === 0 ? task : { ...task, expected: new Map([...task.expected, ...inside]) };
    }
    async step(given) {
        const task = this.reaching(this.withNeighbourRecords(given));
        let known = task;
        const { world, journal } = this.settings;
        const queries = new ReadingQueries(task.window, this.pending.take(task.window), (0,skew/* serviceTime */.DR)(world));
        let underWay = () => queries.underWay;
        try {
            const expected = this.density.expected(task.window);
            const read = checkSilence(task, await this.read(task, queries));
            underWay = () => [];
            if (read.reading.outcome === 'proven')
                this.acceptAround(task, read);
            else
                this.unproven.push({ number: read.number, ...around(task) });
            this.noteKnownRecords(read);
            this.learn(task, read);
            const step = decide({ ...task, confirm: this.chosen(task, read) }, read, expected);
            if (step.do === 'settle' && step.entry.status !== 'gap')
                await journal?.settled(step.entry, read.number);
            else
                await journal?.forget(read.number);
            if (task.budget.left <= 0 && isFailed(read))
                return this.abandon(task, read);
            if (this.consecutiveFailures >= mostBarren && isFailed(read))
                return this.defer(task, read);
            if (step.do === 'again')
                known = { ...step.task, attempts: task.attempts };
            if (step.do === 'again' && step.pause > 0)
                await world.sleep(step.pause, this.settings.signal);
            return step;
        }
        catch (error) {
            if (!this.settings.signal.aborted)
                throw error;
            return this.leave({ ...known, attempts: task.attempts + 1 }, underWay());
        }
    }
    async read(task, queries) {
        const { source, filters, spool, signal, period, journal, handsOn } = this.settings;
        const number = ++this.readings;
        if (task.confirm && task.previous !== undefined)
            this.second++;
        const seen = new Map();
        const times = [];
        const nameless = new Map();
        const keep = async (all) => {
            const rows = all.filter(row => row.time >= Math.max(this.taken, period.start) && row.time < period.end);
            for (const row of rows) {
                if (!(0,audit_window/* contains */.gR)(task.window, row.time)) {
                    if (row.record.Identity)
                        this.neighbourRecords.set(row.record.Identity, row.time);
                    continue;
                }
                if (row.record.Identity)
                    seen.set(row.record.Identity, row.time);
                else
                    nameless.set(row.part, (nameless.get(row.part) ?? 0) + 1);
                times.push(row.time);
            }
            const wanted = rows.filter(row => (0,audit_filters/* wantsRecordType */.du)(filters, row.record.RecordType, row.recordTypeNumber));
            await spool.write(wanted, number);
        };
        const { window, depth } = task;
        const wider = task.reach ?? task.wider;
        const onQuery = async (id) => {
            const query = queries.see(id);
            await journal?.asked(query, number);
        };
        try {
            const request = { window, depth, wider, left: queries.left, ...(handsOn ? { onQuery } : {}) };
            const reading = await source.read(request, keep, signal);
            const began = queries.beganEarlier;
            return { number, reading, seen, times, nameless: Math.max(0, ...nameless.values()), began };
        }
        catch (error) {
            // What arrived before the end belongs to the gap.
            if (signal.aborted)
                spool.accept(number, window);
            throw error;
        }
    }
    learn(task, read) {
        const { outcome, outage, failure } = read.reading;
        if (outcome === 'proven' || outcome === 'capped') {
            if (read.times.length > 0)
                this.recordSuccess(task);
            if (outcome === 'proven' && task.previous === undefined)
                this.density.learn(task.window, read.times);
            if (outcome === 'capped')
                this.density.learnAtLeast(task.window, read.times.length);
            return;
        }
        this.outages = outage === true ? this.outages + 1 : 0;
        const { budget, window } = task;
        budget.left--;
        budget.origin.spent++;
        if (isSpent(budget.origin))
            budget.left = 0;
        if (outage !== true)
            this.longest = Math.max(this.settings.source.plan.shrunk, Math.min(this.longest, (window.end - window.start) / 2));
        if (outage !== true)
            this.consecutiveFailures++;
        if ((budget.left <= 0 || this.consecutiveFailures >= mostBarren) && !budget.origin.exhausted) {
            budget.origin.exhausted = true;
            this.broken++;
        }
        if (failure && (this.broken >= brokenInARow || this.outages >= outagesInARow)) {
            this.stop(new wire_failure/* Failure */.HR({
                code: 'SERVICE_BROKEN',
                message: `The service gives no sound answer any more; the last: ${failure.message}`,
                remedy: failure.remedy,
                cause: failure,
            }));
        }
    }
    /**
     * A sound answer pays back what a failed one cost, and windows of its length may grow again. One without rows is no
     * sign of health: a service that finds nothing answers soundly.
     */
    recordSuccess({ budget, window }) {
        this.broken = 0;
        this.outages = 0;
        this.consecutiveFailures = 0;
        const { longest } = this.settings.source.plan;
        budget.left = Math.min(budget.full, budget.left + 1);
        if (window.end - window.start > 0.9 * this.longest)
            this.longest = Math.min(longest, 1.5 * this.longest);
    }
    take(step) {
        if (step.do === 'settle')
            this.settle(step);
        if (step.do === 'again')
            this.stack.push(step.task);
        if (step.do === 'split')
            this.stack.push(step.tasks[1], step.tasks[0]);
        if (step.do === 'stop') {
            if (this.proven === 0)
                throw step.failure;
            this.stop(step.failure);
            // With the pages that came before the refusal.
            this.stack.push(step.task);
        }
    }
    settle(step) {
        const { entry } = step;
        for (const number of step.accept)
            this.settings.spool.accept(number, entry);
        if (entry.status !== 'gap')
            this.proven++;
        else
            this.acceptUnproven(entry);
        this.record(step.entry);
    }
    record(entry) {
        this.result.entries.push(entry);
        this.rows += entry.evidence.rows;
        this.settings.onProgress?.(this.progress());
    }
    /** A gap holds all that any answer showed of it, also one that failed while it asked for a neighbour. */
    acceptUnproven(gap) {
        for (const { number, start, end } of this.unproven)
            if (start < gap.end && gap.start < end)
                this.settings.spool.accept(number, gap);
    }
    /** The budget is spent: what was just read is a gap, and what waits beside it, unless it is worth a budget of its own. */
    abandon(task, { number, reading }) {
        const failure = reading.failure ?? this.endOfReading();
        for (const [index, other] of [...this.stack.entries()].reverse()) {
            if (other.budget !== task.budget)
                continue;
            const another = withNewBudget(other);
            if (another) {
                this.stack[index] = another;
                continue;
            }
            this.stack.splice(index, 1);
            this.settle(giveUp(other, failure));
        }
        const known = { ...task, attempts: task.attempts + 1, readings: [...task.readings, number] };
        return giveUp(known, failure, reading.evidence);
    }
    /**
     * Nothing has been sound for so long that cutting finer would only multiply the calls: the window is asked for once
     * more at the end, as it is, and then is a gap.
     */
    defer(task, { number, reading }) {
        const known = { ...task, attempts: task.attempts + 1, readings: [...task.readings, number] };
        if (this.finalRound)
            return giveUp(known, reading.failure ?? this.endOfReading(), reading.evidence);
        this.deferred.push(finalAttempt(known));
        return undefined;
    }
    stop(failure) {
        this.stopped ??= failure;
    }
    endOfReading() {
        return this.stopped ?? (0,wire_failure/* asFailure */.h_)(this.settings.signal.reason);
    }
    /** Whatever is neither read nor being read when the reading ends is a gap, down to the period's end. */
    closeTheRest() {
        const open = [...this.stack.splice(0), ...this.deferred.splice(0)];
        const { period } = this.settings;
        for (this.passTakenOver(); this.planned < period.end; this.passTakenOver()) {
            const end = this.limit();
            open.push(newTask({ start: this.planned, end }));
            this.planned = end;
        }
        for (const task of open)
            this.settle(this.leave(task, this.pending.take(task.window)));
    }
    /** A gap for what was not read to its end, with the queries that the next run may take over. */
    leave(task, queries) {
        const step = giveUp(task, this.endOfReading());
        return { ...step, entry: withPendingQueries(step.entry, queries) };
    }
    progress() {
        const { entries } = this.result;
        const { period } = this.settings;
        const settled = entries.reduce((sum, entry) => sum + entry.end - entry.start, 0);
        const gaps = entries.filter(entry => entry.status === 'gap').length;
        return { done: settled / (period.end - period.start), rows: this.rows, windows: entries.length, gaps };
    }
    wake() {
        for (const resolve of this.waiters.splice(0))
            resolve();
    }
}
/** What a task's question reaches over. */
function around({ window, reach = 0, wider }) {
    const beyond = Math.max(witnesses, 1000 * Math.max(reach, wider));
    return { start: window.start - beyond, end: window.end + beyond };
}
function isFailed({ reading }) {
    return reading.outcome === 'failed' || reading.outcome === 'suspect';
}

;// CONCATENATED MODULE: ./lib/collect/validate-empty.js
/** Audit (Standard) keeps records for 180 days: https://learn.microsoft.com/purview/audit-solutions-overview */
const retention = 180 * 86_400_000;
/** The ledger with windows turned into gaps where their answers prove nothing. */
async function validateEmpty(entries, facts) {
    const nothing = entries.every(entry => facts.records(entry) === 0);
    const ask = nothing && !facts.alwaysEmpty && entries.some(entry => entry.status !== 'gap');
    const off = ask && (await facts.recording()) === false;
    const mute = ask && !off && (await facts.elsewhere()) === false;
    return entries.map(entry => {
        if (entry.status === 'gap' || facts.judged(entry))
            return entry;
        if (facts.partial !== undefined) {
            return gapOf(entry, { code: 'PERMISSION_IN_PART', message: facts.partial });
        }
        if (facts.records(entry) > 0)
            return entry;
        const reason = reasonFor(entry, facts, { off, mute });
        return reason === undefined ? entry : gapOf(entry, reason);
    });
}
/** Its reading has ended: only what was left under way says of a gap when it began. */
function gapOf({ began, ...entry }, reason) {
    return { ...entry, status: 'gap', reason };
}
function reasonFor(entry, facts, { off, mute }) {
    if (facts.alwaysEmpty) {
        return { code: 'CLOUD_ALWAYS_EMPTY', message: 'The search finds nothing in this cloud, whatever happened.' };
    }
    if (off) {
        return {
            code: 'AUDITING_OFF',
            message: 'The tenant does not record (UnifiedAuditLogIngestionEnabled is False), so that nothing is found. An administrator turns it on with Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true.',
        };
    }
    if (entry.start < (entry.began ?? facts.now) - retention) {
        return { code: 'RETENTION', message: 'Nothing was found, and records of this age (over 180 days) may have expired.' };
    }
    if (mute) {
        return {
            code: 'NOTHING_ANYWHERE',
            message: 'The search finds nothing in the last week either, with no filter: it says nothing, or this tenant is not in use.',
        };
    }
    return undefined;
}

// EXTERNAL MODULE: ./lib/report/sentences.js
var sentences = __webpack_require__(33700);
// EXTERNAL MODULE: ./lib/spool/journal.js
var spool_journal = __webpack_require__(79668);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./lib/files/disk.js
var disk = __webpack_require__(78270);
// EXTERNAL MODULE: ./lib/files/spooled-row.js
var spooled_row = __webpack_require__(33892);
// EXTERNAL MODULE: ./lib/spool/block-cipher.js
var block_cipher = __webpack_require__(92616);
;// CONCATENATED MODULE: ./lib/spool/spool.js
/**
 * Rows on disk between reading and writing, in stretches of half an hour, so that memory does not grow with the month; a
 * busy stretch is taken back in parts. Every row carries the number of its reading; which readings count is decided later.
 */








/** Bytes on disk of what is taken at once: half an hour of a tenant with ten million records a month has 30 MB and more. */
const mostAtOnce = 4 << 20;
/** Bytes before each row: how long its header is, how long its text, and its time. */
const prefix = 16;
class Spool {
    folder;
    seal;
    used = new Set();
    block = Buffer.alloc(0);
    accepted = new Map();
    /** @param folder made on first use, removed by `remove`. @param seal for rows that must not lie open on disk. */
    constructor(folder, seal) {
        this.folder = folder;
        this.seal = seal;
    }
    /** @throws Failure when the disk refuses. */
    async write(rows, reading) {
        const byStretch = new Map();
        for (const row of rows) {
            const at = (0,partition/* partitionStart */.v)(row.time);
            const together = byStretch.get(at);
            if (together)
                together.push(row);
            else
                byStretch.set(at, [row]);
        }
        this.append(byStretch, reading);
    }
    /**
     * Synchronous: the blocks are small, a promise costs more than the write, and Node appends a large buffer in pieces,
     * between which another window's rows could come.
     */
    append(byStretch, reading) {
        try {
            if (this.used.size === 0)
                (0,external_node_fs_.mkdirSync)(this.folder, { recursive: true });
            for (const [at, rows] of byStretch) {
                this.used.add(at);
                const block = this.blockOf(rows, reading);
                (0,external_node_fs_.appendFileSync)(this.path(at), this.seal ? Buffer.concat(this.seal.close(block, String(at))) : block);
            }
        }
        catch (error) {
            throw (0,disk/* diskFailure */.C)(error, this.folder);
        }
    }
    /** Makes the rows that this reading returned for the window count. */
    accept(reading, window) {
        this.accepted.set(reading, [...(this.accepted.get(reading) ?? []), window]);
    }
    /** The rows of one stretch that count, in parts that follow each other in time; then the stretch is forgotten. */
    async *take(at) {
        const all = { start: at, end: at + partition/* partitionLength */.b };
        if (!this.used.delete(at)) {
            yield { ...all, rows: [] };
            return;
        }
        try {
            const parts = Math.ceil((0,external_node_fs_.statSync)(this.path(at)).size / mostAtOnce);
            if (parts <= 1)
                yield { ...all, rows: [...this.rowsIn(this.whole(at), all)] };
            else
                for (const part of cutInto(parts, all))
                    yield { ...part, rows: this.rowsOfPart(at, part) };
            (0,external_node_fs_.rmSync)(this.path(at));
        }
        catch (error) {
            throw (0,disk/* diskFailure */.C)(error, this.folder);
        }
    }
    async remove() {
        await (0,promises_.rm)(this.folder, { recursive: true, force: true });
    }
    whole(at) {
        const bytes = (0,external_node_fs_.readFileSync)(this.path(at));
        return this.seal ? this.seal.open(bytes, String(at)) : bytes;
    }
    /** Goes through the whole file, for each part anew, and keeps no more of it. */
    rowsOfPart(at, part) {
        const { seal } = this;
        const rows = [];
        for (const piece of pieces(this.path(at), seal ? block_cipher/* endOfEncryptedBlock */.ql : endOfRow)) {
            const bytes = seal ? seal.open(piece, String(at)) : piece;
            for (const row of this.rowsIn(bytes, part))
                rows.push(row.apart());
        }
        return rows;
    }
    *rowsIn(bytes, window) {
        for (let at = 0; at < bytes.length;) {
            const end = endOfRow(bytes, at);
            if (end > bytes.length)
                throw new RangeError(endsInside);
            const textAt = at + prefix + bytes.readUInt32LE(at);
            if ((0,audit_window/* contains */.gR)(window, bytes.readDoubleLE(at + 8))) {
                const header = JSON.parse(bytes.toString('utf8', at + prefix, textAt));
                if (this.counts(header[9], header[5]))
                    yield rowOf(header, bytes.subarray(textAt, end));
            }
            at = end;
        }
    }
    counts(reading, time) {
        return this.accepted.get(reading)?.some(window => (0,audit_window/* contains */.gR)(window, time)) ?? false;
    }
    /** Each row as its prefix, its header and its text; good until the next block is made. */
    blockOf(rows, reading) {
        let at = 0;
        for (const row of rows) {
            const header = JSON.stringify(headerOf(row, reading));
            const { AuditData } = row.record;
            // No character takes more than three bytes.
            const most = at + prefix + 3 * (header.length + AuditData.length);
            if (most > this.block.length)
                this.block = Buffer.concat([this.block.subarray(0, at)], 2 * most);
            const headerBytes = this.block.write(header, at + prefix);
            const textBytes = this.block.write(AuditData, at + prefix + headerBytes);
            this.block.writeUInt32LE(headerBytes, at);
            this.block.writeUInt32LE(textBytes, at + 4);
            this.block.writeDoubleLE(row.time, at + 8);
            at += prefix + headerBytes + textBytes;
        }
        return this.block.subarray(0, at);
    }
    path(at) {
        return (0,external_node_path_.join)(this.folder, `${at}.rows`);
    }
}
function headerOf(row, reading) {
    const { RecordType, CreationDate, UserIds, Operations, Identity } = row.record;
    const { time, workload, recordTypeNumber, part } = row;
    return [RecordType, CreationDate, UserIds, Operations, Identity, time, workload, recordTypeNumber, part, reading];
}
function rowOf(header, text) {
    const [RecordType, CreationDate, UserIds, Operations, Identity, time, workload, recordTypeNumber, part, reading] = header;
    const columns = { RecordType, CreationDate, UserIds, Operations, Identity };
    return new spooled_row/* SpooledRow */.L({ columns, text, time, workload, recordTypeNumber, part, reading });
}
/** Equal parts, on whole seconds. */
function cutInto(parts, { start, end }) {
    const length = Math.ceil((end - start) / parts / 1000) * 1000;
    const windows = [];
    for (let from = start; from < end; from += length)
        windows.push({ start: from, end: Math.min(end, from + length) });
    return windows;
}
const endsInside = 'the file ends inside a row';
/**
 * Pieces of a file that end where something in it does, a row or a closed block; each is good until the next is asked for.
 * @param endOf where what begins at `at` ends; infinite while that is not known yet.
 */
function* pieces(path, endOf) {
    const file = (0,external_node_fs_.openSync)(path, 'r');
    try {
        let buffer = Buffer.allocUnsafeSlow(1 << 20);
        let rest = 0;
        for (;;) {
            const read = (0,external_node_fs_.readSync)(file, buffer, rest, buffer.length - rest, null);
            if (read === 0 && rest > 0)
                throw new RangeError(endsInside);
            if (read === 0)
                return;
            const bytes = buffer.subarray(0, rest + read);
            let end = 0;
            for (let next = 0; next <= bytes.length; next = endOf(bytes, end))
                end = next;
            if (end > 0)
                yield bytes.subarray(0, end);
            rest = bytes.length - end;
            // One may be longer than the buffer.
            if (rest > buffer.length / 2)
                buffer = Buffer.concat([buffer], 2 * buffer.length);
            buffer.copyWithin(0, end, end + rest);
        }
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
}
/** Infinite while the row's prefix is not there yet. */
function endOfRow(bytes, at) {
    if (at + prefix > bytes.length)
        return Number.POSITIVE_INFINITY;
    return at + prefix + bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4);
}

// EXTERNAL MODULE: ./lib/month/open-source.js + 15 modules
var open_source = __webpack_require__(45649);
;// CONCATENATED MODULE: ./lib/month/progress.js
/** A line for every tenth of the period, and one a minute in between. */
function progressLines(host, world) {
    const began = world.now();
    let lastTenth = 0;
    let lastLine = began;
    return ({ done, rows, windows, gaps }) => {
        const tenth = Math.floor(done * 10);
        const now = world.now();
        if (tenth <= lastTenth && now - lastLine < 60_000)
            return;
        lastTenth = Math.max(tenth, lastTenth);
        lastLine = now;
        const seconds = Math.max(0.001, (now - began) / 1000);
        const rest = done > 0 ? duration((seconds * (1 - done)) / done) : 'unknown';
        const missing = gaps > 0 ? `, ${gaps} gaps` : '';
        host.info(`${String(Math.floor(done * 100)).padStart(3)} %  ${rows} rows in ${windows} windows${missing}, ${Math.round(rows / seconds)} rows/s, about ${rest} to go`);
    };
}
function duration(seconds) {
    return seconds < 90
        ? `${Math.round(seconds)} s`
        : seconds < 5400
            ? `${Math.round(seconds / 60)} min`
            : `${(seconds / 3600).toFixed(1)} h`;
}

// EXTERNAL MODULE: ./lib/spool/resume-source.js
var resume_source = __webpack_require__(36484);
// EXTERNAL MODULE: ./lib/month/shard-folders.js
var shard_folders = __webpack_require__(8822);
;// CONCATENATED MODULE: ./lib/month/resume.js






/** Undefined where there is nothing to take over, or it is not wanted. */
async function resume(settings, before) {
    if (settings.resume === 'off')
        return undefined;
    const { earlier } = before;
    const interrupted = await interruptedRuns(settings, before);
    const runs = interrupted.map(({ run }) => run);
    const exported = earlier && carrierOf(earlier);
    if (runs.length === 0 && exported === undefined)
        return undefined;
    const settled = (read) => hadSettled(read, settings.settle);
    const carried = new resume_source/* ResumeSources */.o(exported ? [...runs, exported] : runs, settled);
    const taken = new Set([...carried.entries, ...carried.queries]);
    const isUsed = (run) => [...run.entries, ...run.queries].some(one => taken.has(one));
    const journals = interrupted.filter(({ run }) => isUsed(run)).map(({ journal }) => journal);
    const judged = (entry) => exported?.entries.includes(entry) === true;
    const windows = carried.entries.length;
    if (windows === 0)
        return { carried, judged, journals };
    const ofRuns = runs.flatMap(run => run.entries.filter(entry => taken.has(entry))).length;
    const manifest = windows > ofRuns && earlier ? { manifest: earlier.sha256 } : {};
    return { carried, judged, journals, told: { windows, interrupted: ofRuns, ...manifest } };
}
async function interruptedRuns({ stateKey }, { folder, asked, spool, warn }) {
    const found = [];
    const told = new Set();
    for (const [index, journal] of folder.interrupted.entries()) {
        try {
            const files = await journal_files/* JournalFiles */.J7.open(journal, stateKey);
            const run = await spool_journal/* InterruptedRun */.ur.open(files, asked, { spool, reading: -1 - index });
            if (run)
                found.push({ journal, run });
        }
        catch (error) {
            if (!(error instanceof wire_failure/* Failure */.HR))
                throw error;
            if (!told.has(error.code))
                warn((0,wire_failure/* explain */.WE)(error));
            told.add(error.code);
        }
    }
    return found;
}
/**
 * Only windows whose reading began when their own late records had had their time: one that was read sooner is read
 * again, however short a while ago, since a resumed month would otherwise claim that nothing more had come. That costs
 * the last days of a month that was interrupted before it settled.
 */
function hadSettled({ began, end }, settle) {
    return began !== undefined && began >= end + settle;
}
/**
 * Of an incomplete export. A complete or provisional one is not resumed but read anew: what came since is what the
 * rerun is for. Queries can be taken over also from one whose records can't.
 */
function carrierOf({ manifest, records }) {
    const windows = manifest.status === 'incomplete' ? (0,shard_folders/* entriesOf */.Mc)(manifest) : [];
    const proven = records ? windows.filter(entry => entry.status !== 'gap') : [];
    return new resume_source/* ExportResumeSource */.J(proven, records?.() ?? none(), manifest.source === 'graph' ? pendingQueriesOf(windows) : []);
}
async function* none() { }

// EXTERNAL MODULE: ./lib/month/session.js
var month_session = __webpack_require__(48686);
// EXTERNAL MODULE: ./lib/month/write-records.js + 7 modules
var write_records = __webpack_require__(32362);
;// CONCATENATED MODULE: ./lib/month/reading.js
/** Reads the period into the folder: source, collector and archive put together. */

















async function readPeriod(settings, context, job) {
    const { host, world } = context;
    const { period, session, folder, protection, watch } = job;
    const source = (0,open_source/* openSource */.o)(settings, context, { session, period });
    const collected = { entries: [], duplicates: 0, conflicts: 0 };
    const started = world.now();
    const asked = { question: job.owner, source: session.source, pseudonyms: protection.pseudonyms?.fingerprint ?? '' };
    const spool = new Spool(folder.spool, protection.seal);
    const warnOf = (note) => (0,warn/* warn */.R)(context, job.notes, note);
    // What was read by a caller who may not see all would not be asked for again by one who may.
    const handsOn = settings.resume === 'auto' && session.partial === undefined;
    const resumed = await resume(settings, { earlier: job.earlier, folder, asked, spool, warn: warnOf });
    if (resumed?.told)
        tellTakenOver(job, resumed, context);
    await source.discard?.(resumed?.carried.stale ?? [], context.cancelled);
    const files = handsOn ? await journalFiles(settings, job) : undefined;
    const journal = files && new spool_journal/* Journal */.CQ(files, asked, (0,skew/* serviceTime */.DR)(world));
    const signal = untilDeadline(settings, context);
    const stretches = collect({
        source,
        world,
        spool: (0,month_protection/* pseudonymous */.m7)(journaled(spool, journal), protection),
        period,
        filters: settings.filters,
        concurrency: settings.concurrency,
        confirm: settings.confirm,
        signal,
        handsOn,
        ...(journal ? { journal: pseudonymousJournal(journal, protection) } : {}),
        ...(resumed ? { carried: resumed.carried } : {}),
        ...(job.lastMonth && source.name === 'exchange' ? { density: (0,previous_artifacts/* densityOf */.ww)(job.lastMonth) } : {}),
        onProgress: progressLines(host, world),
    }, collected);
    const passed = await (0,write_records/* writeRecords */.W)(stretches, {
        ...job,
        files: settings.files,
        entries: collected.entries,
        began: started,
    });
    const began = started + tellSkew(job, context);
    const distrusted = await validateEmpty(collected.entries, {
        records: entry => passed.tally.of(entry).records,
        judged: entry => resumed?.judged(entry) === true,
        alwaysEmpty: (0,month_session/* findsNothing */.yA)(session),
        partial: session.partial,
        recording: () => source.recording(context.cancelled),
        elsewhere: () => findsAnything(settings, context, { job, until: signal }),
        now: began,
    });
    const entries = (0,month_protection/* pseudonymousEntries */.yT)(distrusted, protection);
    const watched = watch?.finish({ gaps: entries.filter(entry => entry.status === 'gap') });
    return {
        ...collected,
        entries,
        began,
        ...passed,
        estimate: (0,estimate/* estimateMissing */.F)(entries.map(entry => ({ ...entry, records: passed.tally.of(entry).records }))),
        source,
        watched,
        resumed: resumed?.told,
        ...(journal && protection.encrypt ? { handOn: resumed?.journals ?? [] } : {}),
    };
}
/** Beside an encrypted export it is sealed; undefined where no other run could open it. */
async function journalFiles(settings, { folder, protection }) {
    if ((0,month_protection/* lacksStateKey */.vt)(settings))
        return undefined;
    return await journal_files/* JournalFiles */.J7.begin(folder.journal, protection.encrypt ? settings.stateKey : undefined);
}
/** Milliseconds before now in which a tenant in use has left some record. */
const witnessed = 7 * 86_400_000;
const noFilters = { recordTypes: [], excludeRecordTypes: [], operations: [], users: [], ipAddresses: [], objectIds: [] };
/**
 * Whether an unfiltered search of the last week finds a record; one is enough, and ends it. Undefined where it can't be
 * told: a refusal says nothing.
 */
async function findsAnything(settings, context, { job, until }) {
    const source = (0,open_source/* openSource */.o)({ ...settings, filters: noFilters }, context, job);
    const end = Math.floor(context.world.now() / 1000) * 1000;
    const window = { start: end - witnessed, end };
    const found = new AbortController();
    const enough = async (rows) => {
        if (rows.length > 0)
            found.abort();
    };
    try {
        const signal = AbortSignal.any([until, found.signal]);
        const { outcome, evidence } = await source.read({ window, depth: 'search', wider: 0 }, enough, signal);
        return outcome === 'failed' || outcome === 'refused' ? undefined : evidence.rows > 0;
    }
    catch (error) {
        if (found.signal.aborted)
            return true;
        if (until.aborted)
            return undefined;
        throw error;
    }
}
function tellTakenOver({ earlier, period, notes }, { carried, told }, { host }) {
    const time = carried.entries.reduce((sum, entry) => sum + entry.end - entry.start, 0);
    const share = Math.round((100 * time) / (period.end - period.start));
    const sources = [
        ...(told && told.interrupted > 0 ? ['an interrupted run'] : []),
        ...(told?.manifest && earlier ? [`an incomplete export (${earlier.place}, manifest ${told.manifest})`] : []),
    ];
    const note = `Resumed: ${carried.entries.length} windows, ${share} % of the period, were taken over from ${sources.join(' and ')}, and not read again.`;
    host.info(note);
    notes.push(note);
}
/** The journal sees what the spool gets. */
function journaled(spool, journal) {
    if (journal === undefined)
        return spool;
    return {
        write: async (rows, reading) => {
            await journal.see(rows, reading);
            await spool.write(rows, reading);
        },
        accept: (reading, window) => spool.accept(reading, window),
        take: at => spool.take(at),
    };
}
function pseudonymousJournal(journal, protection) {
    return {
        asked: (query, reading) => journal.asked(query, reading),
        settled: async (entry, reading) => {
            const [named = entry] = (0,month_protection/* pseudonymousEntries */.yT)([entry], protection);
            await journal.settled(named, reading);
        },
        forget: reading => journal.forget(reading),
    };
}
/** @returns how far the services' clock is ahead, in milliseconds, after it was told where that is far. */
function tellSkew({ notes }, context) {
    const skew = context.world.skew?.() ?? 0;
    if (skew === 0)
        return 0;
    const note = `The clock of this machine is ${(0,sentences/* duration */.p0)(Math.round(Math.abs(skew) / 60_000) * 60_000)} ${skew > 0 ? 'behind' : 'ahead of'} that of Microsoft’s services (by the Date of their answers). Times in the manifest, and whether the period has settled, are by theirs.`;
    (0,warn/* warn */.R)(context, notes, note);
    return skew;
}
/** A timer beyond 2³¹ − 1 milliseconds (24.8 days) would go off at once. */
const longestTimer = 2 ** 31 - 1;
function untilDeadline(settings, context) {
    const { deadline } = settings;
    const late = new AbortController();
    const reason = new wire_failure/* Failure */.HR({
        code: 'DEADLINE',
        message: `The run's deadline of ${Math.round(deadline / 60_000)} minutes came before this was read.`,
        remedy: `${goesOn(settings)} Or take a longer deadline, or a higher concurrency.`,
    });
    setTimeout(() => late.abort(reason), Math.min(deadline, longestTimer)).unref();
    return AbortSignal.any([late.signal, context.cancelled]);
}
function goesOn(settings) {
    if ((0,month_protection/* lacksStateKey */.vt)(settings))
        return 'Give a state-key: without one, an encrypted export can’t go on where this one stopped, and reads everything again.';
    return settings.resume === 'off'
        ? 'Leave out resume, and run it again: it then goes on where this one stopped.'
        : 'Run it again: it goes on where this one stopped.';
}

// EXTERNAL MODULE: ./lib/month/write-evidence.js + 1 modules
var write_evidence = __webpack_require__(10500);
;// CONCATENATED MODULE: ./lib/month/export.js
/** One period, from what was there before to what is kept and delivered; who asks, and what they are told, is decided above. */

















/**
 * Of a shard, its part alone: it is neither watched nor delivered, for only the whole can be judged.
 * @throws Failure when nothing could be read or written.
 */
async function exportPeriod(settings, context, job) {
    const { host } = context;
    const { session, protection, notes } = job;
    const { shard } = settings;
    const period = shard ? (0,audit_shard/* shardPeriod */.MO)(job.period, shard) : job.period;
    const { tenantId } = session;
    if (shard)
        host.info(`Part ${(0,audit_shard/* shardName */.Az)(shard)} alone is exported: watch, report, issue and mail are for mode: merge.`);
    const watch = shard ? undefined : await (0,detection_setup/* setUpDetection */.pg)(settings, context, { period, tenantId, notes });
    const owner = folderOwnerOf(settings, { session, protection, period });
    const path = (0,external_node_path_.resolve)(host.facts.workspace, settings.directory);
    const folder = await evidence_folder/* EvidenceFolder */.eA.take(path, owner, protection.encrypt);
    const earlier = await (0,previous_export/* findPreviousExport */.J)(settings, context, {
        ...{ period, owner, source: session.source, notes, path },
        pseudonyms: protection.pseudonyms?.fingerprint,
        encrypted: protection.encrypt !== undefined,
    });
    try {
        if (protection.encrypt)
            await fetchState(settings, context, { folder, owner, earlier, notes });
        const lastMonth = await (0,previous_artifacts/* lastManifest */.I9)(settings, context, { period: job.period, tenantId });
        const asker = (0,manifest/* askerOf */.Y)(session, protection);
        const reading = { ...job, asker, period, owner, folder, watch, earlier, lastMonth };
        const read = await host.group('Read', () => readPeriod(settings, context, reading));
        const joint = shard && { joint: { shard: { ...shard, period: boundsOf(job.period) } } };
        const evidence = await host.group('Write', () => (0,write_evidence/* writeEvidence */.n)(settings, context, { ...reading, ...joint, read }));
        const { uploadFailure, ...stored } = await (0,upload/* uploadEvidence */.di)(settings, host, {
            folder: folder.path,
            names: evidence.files.map(file => file.name),
            period,
            tenant: tenantId,
            comparable: !(0,audit_filters/* limits */.Fy)(settings.filters) && shard === undefined,
            state: evidence.state,
        });
        const kept = { ...stored, ...(uploadFailure ? { uploadFailure: (0,check_of_code/* pointingToDoctor */.F0)(uploadFailure, host) } : {}) };
        const published = shard ? [] : await (0,delivery/* deliverReport */.Qx)(settings, context, { caller: session, folder, evidence, kept });
        return { ...evidence, ...kept, published };
    }
    finally {
        await (0,cleanup/* cleanUp */.n)(host, folder, earlier);
    }
}
function boundsOf({ label, text, start, end }) {
    return { label, text, start: (0,record/* instantOf */.B9)(start), end: (0,record/* instantOf */.B9)(end) };
}
/** The question that the folder answers. */
function folderOwnerOf(settings, { session, protection, period }) {
    return {
        tenant: session.tenantId,
        period: { label: period.label, start: (0,record/* instantOf */.B9)(period.start), end: (0,record/* instantOf */.B9)(period.end) },
        filters: (0,month_protection/* filtersOf */.$l)(settings.filters, protection),
    };
}


/***/ })

};
