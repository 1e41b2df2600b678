/*
 * The swaps of one key, without any clock: two machines, a few writes, crashes at any moment, swaps that arrive at any time
 * after they were sent or never, answers that are lost. README.md says how to check it and what it leaves out.
 *
 * A macro takes one rule away (-DNO_...); then a write is lost, and SwapsModelTest sees to it that it is.
 */
#ifndef WRITES
#define WRITES 2
#endif
#ifndef LIVES
#define LIVES 3
#endif
#ifndef SWAPS
#define SWAPS 4
#endif
#define NONE 2

#define OTHER(m) (1 - (m))
#define COVERS(a, b) (((b) & ~(a)) == 0)

/* The key in etcd. */
byte rev = 1;
byte primary = 0;
byte partner = 1;
byte partnerLife = 1;

/* Swaps under way, two a machine: its takeover, reduction or adding, and one that settles or withdraws. */
bool sent[4];
byte sentRev[4];
byte sentPrimary[4];
byte sentPartner[4];
byte sentLife[4];
bool forgotten[4]; /* the machine had no answer, or is not what it was */
byte swaps;

/* The machines. A binlog is a set of writes, one bit each. */
bool runs[2] = true;
byte life[2] = 1;
byte binlog[2];
byte relay[2];    /* received and not applied */
bool receives[2];
bool open[2];
bool semiSync[2];

byte underWay;    /* an acknowledgement on its way: a set of writes */
byte underWayTo;

bool sampled;
byte sample;
byte sampleLife;

byte written;
byte acknowledged;

#define PENDING(s) (sent[s] && sentRev[s] == rev)
#ifdef NO_SETTLE
#define SETTLED(m) ((!sent[2 * (m)] || forgotten[2 * (m)]) && (!sent[2 * (m) + 1] || forgotten[2 * (m) + 1]))
#else
#define SETTLED(m) (!PENDING(2 * (m)) && !PENDING(2 * (m) + 1))
#endif

#ifdef NO_WITHDRAW
#define WITHDRAWN(m) true
#else
#define WITHDRAWN(m) (partner != (m) && SETTLED(m))
#endif
#ifdef NO_SAMPLE_OF_LIFE
#define SAMPLED(o) true
#else
#define SAMPLED(o) (sampleLife == life[o])
#endif
#ifdef NO_STOP
#define STOPPED(m) true
#else
#define STOPPED(m) (!receives[m])
#endif
#ifdef NO_LIFE
#define RECORDED(m) true
#else
#define RECORDED(m) (partnerLife == life[m])
#endif
#ifdef SWAP_FIRST
#define APPLIED(m) true
#else
#define APPLIED(m) (relay[m] == 0)
#endif
#ifdef NO_CONFIRM
#define REDUCED(m) (partner == NONE || sent[2 * (m)])
#else
#define REDUCED(m) (partner == NONE && SETTLED(m))
#endif

inline send(s, newPrimary, newPartner, newLife) {
    sent[s] = true; forgotten[s] = false; sentRev[s] = rev; swaps++;
    sentPrimary[s] = newPrimary; sentPartner[s] = newPartner; sentLife[s] = newLife
}

inline tell(writes) {
    acknowledged = acknowledged | (writes);
    assert(COVERS(binlog[primary] | relay[primary], acknowledged))
}

inline die(m) {
    runs[m] = false; open[m] = false; semiSync[m] = false; receives[m] = false; relay[m] = 0; life[m]++;
    underWay = 0; underWayTo = 0;
    forgotten[2 * m] = sent[2 * m]; forgotten[2 * m + 1] = sent[2 * m + 1];
    if :: primary == m -> sampled = false; sample = 0; sampleLife = 0 :: else -> skip fi
}

/* etcd does what is on its way, or never does it; an answer may be lost before the swap happens. */
active proctype etcd() {
    byte s;
    do
    :: atomic { select(s : 0 .. 3); sent[s] ->
        if
        :: sentRev[s] == rev ->
            rev++; primary = sentPrimary[s]; partner = sentPartner[s]; partnerLife = sentLife[s]
        :: else -> skip
        fi;
        sent[s] = false; forgotten[s] = false; sentRev[s] = 0; sentPrimary[s] = 0; sentPartner[s] = 0; sentLife[s] = 0; s = 0 }
    :: atomic { select(s : 0 .. 3); sent[s] && !forgotten[s] -> forgotten[s] = true; s = 0 }
    :: atomic { underWay != 0 ->
        if
        :: runs[underWayTo] && semiSync[underWayTo] -> tell(underWay & binlog[underWayTo])
        :: skip
        fi;
        underWay = 0; underWayTo = 0 }
    od
}

proctype machine(byte m) {
    byte o = OTHER(m);
end:
    do
    /* --- mysqld --------------------------------------------------------------------------------------------------- */
    :: atomic { runs[m] && open[m] && written < WRITES ->
        binlog[m] = binlog[m] | (1 << written);
        if :: semiSync[m] -> skip :: else -> tell(1 << written) fi;
        written++ }
    :: atomic { runs[m] && receives[m] && runs[o] && COVERS(binlog[o], binlog[m] | relay[m]) &&
        !COVERS(binlog[m] | relay[m], binlog[o]) ->
        relay[m] = binlog[o] & ~binlog[m]; underWay = binlog[o]; underWayTo = o }
    :: atomic { runs[m] && relay[m] != 0 && !open[m] -> binlog[m] = binlog[m] | relay[m]; relay[m] = 0 }
    :: atomic { runs[m] && life[m] < LIVES -> die(m) }

    /* --- starting: the primary keeps its binlog, others may lose its end ------------------------------------------- */
#ifdef NO_ROLE
    :: atomic { !runs[m] && SETTLED(m) -> binlog[m] = 0; runs[m] = true }
#endif
    :: atomic { !runs[m] && primary == m && SETTLED(m) -> runs[m] = true }
    :: atomic { !runs[m] && primary != m && WITHDRAWN(m) -> runs[m] = true; if :: binlog[m] = 0 :: skip fi }

    /* --- primary -------------------------------------------------------------------------------------------------- */
    :: atomic { primary == m && runs[m] && !open[m] && SETTLED(m) ->
        relay[m] = 0; receives[m] = false;
        assert(COVERS(binlog[m], acknowledged));
#ifdef NO_SEMISYNC_AT_OPENING
        semiSync[m] = false;
#else
        semiSync[m] = (partner != NONE);
#endif
        open[m] = true }
    :: atomic { primary == m && partner != NONE && !sent[2 * m] && swaps < SWAPS -> send(2 * m, m, NONE, 0) }
    :: atomic { primary == m && runs[m] && open[m] && semiSync[m] && !sampled && REDUCED(m) ->
        semiSync[m] = false; tell(binlog[m]) }
    /* Makes a partner: acknowledgements wanted, then the sample, then the swap. */
    :: atomic { primary == m && runs[m] && open[m] && partner == NONE && !sampled && runs[o] && receives[o] && SETTLED(m) ->
#ifndef NO_ORDER
        semiSync[m] = true;
#endif
        sampled = true; sample = binlog[m]; sampleLife = life[o] }
    :: atomic { primary == m && runs[m] && open[m] && partner == NONE && sampled && !sent[2 * m] && swaps < SWAPS &&
        SAMPLED(o) && runs[o] && COVERS(binlog[o] | relay[o], sample) ->
        semiSync[m] = true; send(2 * m, m, o, life[o]) }
    :: atomic { primary == m && sampled && (partner != NONE || SETTLED(m)) -> sampled = false; sample = 0; sampleLife = 0 }

    /* --- partner -------------------------------------------------------------------------------------------------- */
    :: atomic { primary != m && partner == m && runs[m] && receives[m] -> receives[m] = false }
    :: atomic { primary != m && partner == m && runs[m] && !sent[2 * m] && swaps < SWAPS &&
        STOPPED(m) && RECORDED(m) && APPLIED(m) ->
        send(2 * m, m, NONE, 0) }
    /* A false alarm, or a new replica: it receives when nothing of its own can still happen. */
    :: atomic { primary != m && runs[m] && !open[m] && !receives[m] && runs[o] && SETTLED(m) && COVERS(binlog[o], binlog[m] | relay[m]) ->
        receives[m] = true }
    /* Settles, or withdraws: either makes what was sent before impossible. */
    :: atomic { partner == m && (!sent[2 * m] || forgotten[2 * m]) && !sent[2 * m + 1] && swaps < SWAPS ->
        send(2 * m + 1, primary, NONE, 0) }

    /* --- a primary of an older term is killed ----------------------------------------------------------------------- */
    :: atomic { primary != m && runs[m] && (open[m] || semiSync[m]) && life[m] < LIVES -> die(m) }
    od
}

init {
    atomic {
        open[0] = true; semiSync[0] = true; receives[1] = true;
        run machine(0); run machine(1)
    }
}
