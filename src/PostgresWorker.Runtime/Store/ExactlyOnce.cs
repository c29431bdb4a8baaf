using PostgresWorker.Generated;

namespace PostgresWorker.Store;

/// <summary>Listeners that take a transaction need the store in the source's database: what they do and the record of it are one transaction.</summary>
internal static class ExactlyOnce
{
    /// <exception cref="PostgresWorkerConfigurationException">There are such listeners.</exception>
    public static void Refuse(string source, IEnumerable<ListenerRoute> routes, string reason)
    {
        var findings = routes.Where(route => route.NeedsTransaction).Select(route => new Finding(
            "transaction_store",
            $"Listener {route.Name} takes a transaction, which also records that the change is handled, but {reason}. Keep the checkpoint in the source's database, or take no transaction.")).ToArray();
        if (findings.Length > 0)
        {
            throw new PostgresWorkerConfigurationException(source, findings);
        }
    }
}
