using Npgsql;

namespace PostgresWorker.Store;

/// <summary>Where a source keeps what must outlive the process, in schema <c>postgres_worker</c>.</summary>
internal interface IWorkerStore
{
    /// <summary>The source's name.</summary>
    string Source { get; }

    /// <summary>
    /// Who reads: the slot's name, which is one in the cluster, shared by the instances of one application and by nobody else. What is kept is kept under it.
    /// </summary>
    string Consumer { get; }

    /// <summary>The database's connections: pooled, without state that outlives a transaction.</summary>
    NpgsqlDataSource Database { get; }

    /// <summary>Whether it was configured to be another database than the source's. It may still be the same one.</summary>
    bool IsElsewhere { get; }
}
