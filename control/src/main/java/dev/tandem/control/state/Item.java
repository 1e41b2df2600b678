package dev.tandem.control.state;

/** One thing that a component wants to be true on its machine. Items are made true in the order in which they are listed. */
public sealed interface Item
        permits DebianPackage,
                SystemUser,
                Directory,
                ManagedFile,
                Tree,
                Link,
                Unit,
                DatabaseData,
                DatabaseMember,
                DatabaseReplica,
                Migration,
                StandIn,
                PublicCertificate,
                Voter {}
