using PostgresWorker.Generated;

namespace PostgresWorker.Hosting;

/// <summary>Refuses listeners that no source serves, and two of one name: each before any database is asked.</summary>
internal static class ListenerCheck
{
    public static void Check(IReadOnlyCollection<string> sources, IReadOnlyList<ListenerRoute> routes)
    {
        foreach (var group in routes.GroupBy(route => route.Source))
        {
            List<Finding> findings = [];
            if (!sources.Contains(group.Key))
            {
                findings.AddRange(group.Select(route => new Finding(
                    "source_missing",
                    $"Listener {route.Name} listens to source '{group.Key}', which was not added; call worker.AddSource(\"{group.Key}\") or mend the attribute.")));
            }

            findings.AddRange(group.GroupBy(route => route.Name).Where(same => same.Count() > 1).Select(same => new Finding(
                "listener_name",
                $"{same.Count()} listeners are named '{same.Key}'; give them names of their own: [PostgresListener(..., Name = \"...\")].")));
            if (findings.Count > 0)
            {
                throw new PostgresWorkerConfigurationException(group.Key, findings);
            }
        }
    }
}
