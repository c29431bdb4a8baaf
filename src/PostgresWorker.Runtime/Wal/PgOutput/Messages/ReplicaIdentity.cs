namespace PostgresWorker.Wal.PgOutput;

/// <summary>Which columns old rows carry: <c>relreplident</c> of
/// <see href="https://www.postgresql.org/docs/current/catalog-pg-class.html">pg_class</see>.</summary>
internal enum ReplicaIdentity : byte
{
    /// <summary>Those of the primary key, where there is one.</summary>
    Default = (byte)'d',

    /// <summary>None.</summary>
    Nothing = (byte)'n',

    /// <summary>All.</summary>
    Full = (byte)'f',

    /// <summary>Those of a unique index.</summary>
    Index = (byte)'i',
}
