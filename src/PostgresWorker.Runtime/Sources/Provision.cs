namespace PostgresWorker;

/// <summary>What a source does at start about the things that it needs in the database.</summary>
public enum Provision
{
    /// <summary>
    /// Creates publication and slot where they are missing, adds tables and operations to the publication, makes its row filters
    /// what listeners say (Where), and sets REPLICA IDENTITY FULL on tables whose listeners need old values. Then verifies. Nothing that is not the source's own is altered or dropped.
    /// </summary>
    Auto,

    /// <summary>Changes nothing; refuses to start with a list of all that is missing and the SQL that mends it.</summary>
    Verify,

    /// <summary>Neither changes nor checks anything.</summary>
    None,
}
