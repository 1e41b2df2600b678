package dev.tandem.agent.decide.decision;

import dev.tandem.agent.decide.memory.Voice;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Partner;

/** What the agent does next, with the sentence that says why. */
public sealed interface Decision {
    /** One English sentence for log and status. */
    String sentence();

    /** Nothing is to be done, or something is waited for. */
    record Stay(String sentence) implements Decision {}

    /**
     * Nobody can be promoted from here.
     *
     * @param missing who is missing, and why this machine does not do
     * @param remedy what brings the site back
     * @param loss what force would lose
     */
    record Refuse(String missing, String remedy, String loss) implements Decision {
        @Override
        public String sentence() {
            return missing + "; " + remedy + "; " + loss + ".";
        }
    }

    /** Changes only what the agent remembers, and with it what it tells the others. */
    sealed interface Note extends Decision {}

    /** Offers the site to the partner; the heartbeat says so. */
    record HandOver(String because) implements Note {
        @Override
        public String sentence() {
            return "hands over: " + because + ".";
        }
    }

    /** Takes the offer back; the heartbeat says so, and a takeover that saw the offer fails. */
    record TakeBack(String because) implements Note {
        @Override
        public String sentence() {
            return "takes the hand-over back: " + because + ".";
        }
    }

    /** Gives one replica, and no other, the voice that acknowledges. */
    record Invite(MachineName candidate) implements Note {
        @Override
        public String sentence() {
            return "invites " + candidate + " to become partner.";
        }
    }

    /** Takes the voice away from a candidate that did not become partner. */
    record Dismiss(MachineName candidate, String because) implements Note {
        @Override
        public String sentence() {
            return "does not make " + candidate + " partner: " + because + ".";
        }
    }

    /** Remembers a position that the candidate must have. */
    record TakeSample(Voice.Sample sample) implements Note {
        @Override
        public String sentence() {
            return "waits until " + sample.life().machine() + " has " + sample.position() + ".";
        }
    }

    /** Says to the others that what it has is nothing to count on: it will be thrown away. */
    record Retire(String because) implements Note {
        @Override
        public String sentence() {
            return "is no good for a partner any more: " + because + ".";
        }
    }

    /** Takes that back: it was not thrown away. */
    record Return() implements Note {
        @Override
        public String sentence() {
            return "is good for a partner again: nothing of its data has to be copied.";
        }
    }

    /** Asks the primary to be let in. */
    record Knock(MachineName primary) implements Note {
        @Override
        public String sentence() {
            return "asks " + primary + " to be let in.";
        }
    }

    /** Ends a switchover that did not come about; routers go on. */
    record GiveUpSwitchover(String because) implements Act {
        @Override
        public String sentence() {
            return "not switched: " + because + ".";
        }
    }

    /** Changes the state in etcd by compare-and-swap. */
    sealed interface Swap extends Decision {
        ClusterState next();
    }

    /** The partner takes over. Compares the heartbeat too. */
    record Promote(ClusterState next, String because) implements Swap {
        @Override
        public String sentence() {
            return "takes over as primary of term " + next.term() + ": " + because + ".";
        }
    }

    /** The primary gives up its partner. */
    record Reduce(ClusterState next, String because) implements Swap {
        @Override
        public String sentence() {
            return "goes on without partner: " + because + ".";
        }
    }

    /** The primary records who holds everything. */
    record AddPartner(ClusterState next, Partner partner) implements Swap {
        @Override
        public String sentence() {
            return "makes " + partner + " partner.";
        }
    }

    /** The replica says that it is not partner any more. */
    record Withdraw(ClusterState next, String because) implements Swap {
        @Override
        public String sentence() {
            return "gives up being partner: " + because + ".";
        }
    }

    /** Writes the state as it is, so that whatever was sent before can never happen. */
    record Settle(ClusterState next) implements Swap {
        @Override
        public String sentence() {
            return "makes sure that nothing it sent before can still happen.";
        }
    }

    /** Something is done to this machine's MariaDB, to its kernel gate, or to the routers. Each may be done twice. */
    sealed interface Act extends Decision {}

    /** How an act ended. */
    enum Outcome {
        DONE,
        /** It was not done and will not be. */
        REFUSED,
        /** Its deadline went by: mysqld may still carry it out. */
        UNKNOWN,
        /** SIGKILL was sent and the process is still there, for example in uninterruptible sleep. */
        SURVIVED
    }

    /** An act that brings mysqld back to life; one that failed is not tried again at once. */
    sealed interface Revival extends Act {}

    /** SIGKILL, the only fence: everything gentler answers OK to commits that nobody acknowledged. Closes the gate first. */
    record Fence(String because) implements Act {
        @Override
        public String sentence() {
            return "kills mysqld: " + because + ".";
        }
    }

    /** Stops mysqld of a replica in an orderly way; nothing waits for it. */
    record Stop(String because) implements Act {
        @Override
        public String sentence() {
            return "stops mysqld: " + because + ".";
        }
    }

    /** Starts mysqld, closed. */
    record Start(RecoveryRole role, String because) implements Revival {
        @Override
        public String sentence() {
            return "starts mysqld as " + role + ": " + because + ".";
        }
    }

    /** Forgets whom it followed, allows writes, tells the routers. The gate opens by heartbeats only. */
    record Open(long term) implements Act {
        @Override
        public String sentence() {
            return "opens as primary of term " + term + ".";
        }
    }

    /** Commits wait for an acknowledgement from now on, or do not any more, which releases those that wait. */
    record SemiSync(boolean on, String because) implements Act {
        @Override
        public String sentence() {
            return "switches semi-synchronous replication " + (on ? "on: " : "off: ") + because + ".";
        }
    }

    /** Destroys a replica's old connections, which otherwise can block MariaDB for minutes, and lets it connect. */
    record Admit(MachineName replica, long knock, boolean voice) implements Act {
        @Override
        public String sentence() {
            return "lets " + replica + " connect" + (voice ? ", with a voice." : ".");
        }
    }

    /** Destroys a replica's connections and keeps it out until it asks again. */
    record Expel(MachineName replica) implements Act {
        @Override
        public String sentence() {
            return "shuts " + replica + " out, because it may have a voice that it must not have.";
        }
    }

    /** Stops the receiver and nothing else; with a reject towards the source it takes milliseconds. */
    record StopReceiver(String because) implements Act {
        @Override
        public String sentence() {
            return "stops receiving: " + because + ".";
        }
    }

    /** Starts the receiver while the applier runs: nothing is thrown away. */
    record Receive(MachineName source, boolean acknowledge) implements Act {
        @Override
        public String sentence() {
            return "receives from " + source + (acknowledge ? " and acknowledges." : ".");
        }
    }

    /** Sets the source and starts both threads: throws away what was received and not applied, begins a new life. */
    record Follow(MachineName source, boolean acknowledge) implements Act {
        @Override
        public String sentence() {
            return "follows " + source + ".";
        }
    }

    /** A primary that closed itself for a switchover becomes a replica without a restart. */
    record Demote(MachineName source) implements Act {
        @Override
        public String sentence() {
            return "becomes a replica of " + source + ".";
        }
    }

    /**
     * Copies the data of another machine. Copies beside the present data directory and changes the two by rename when the copy
     * is complete; until then a marker forbids to start the copy.
     */
    record Rebuild(MachineName source, String because) implements Revival {
        @Override
        public String sentence() {
            return "copies all data anew from " + source + ": " + because + ".";
        }
    }

    /** Writes down that this machine holds a commit that nobody acknowledged. */
    record MarkTainted() implements Act {
        @Override
        public String sentence() {
            return "is tainted: somebody released a commit that no replica had; it will be rebuilt when it is replica again.";
        }
    }

    /** Routers hold new connections to the primary back. They go on by themselves when nobody tells them to. */
    record PauseRouters(MachineName to) implements Act {
        @Override
        public String sentence() {
            return "switches over to " + to + ": routers hold connections back.";
        }
    }

    /** Ends idle sessions and forbids writes. Only when no transaction is open and no commit waits. */
    record Close() implements Act {
        @Override
        public String sentence() {
            return "closes for writes.";
        }
    }
}
