using PostgresWorker.Generated;

namespace PostgresWorker.DeadLetters;

/// <summary>Refuses, before anything is delivered, what can't be done with changes whose attempts are used up.</summary>
internal static class OnExhaustedCheck
{
    /// <exception cref="PostgresWorkerConfigurationException">A listener asks for it.</exception>
    public static void Check(string source, SourceOptions options, IEnumerable<ListenerRoute> routes)
    {
        List<Finding> findings = [];
        foreach (var route in routes)
        {
            var all = Outcomes(options, route);
            if (all.Contains(OnExhausted.Park))
            {
                findings.Add(new Finding("park_unavailable", $"Listener {route.Name} says OnExhausted = Park, which this version does not know how to do; say DeadLetter, or Halt where no later change of the key may pass."));
            }

            if (all.Contains(OnExhausted.DeadLetter) && options.Checkpoint == Checkpoint.SlotOnly)
            {
                findings.Add(new Finding("dead_letter_store", $"Listener {route.Name} says OnExhausted = DeadLetter, but with Checkpoint = SlotOnly nothing is written to the database; say OnExhausted = Halt, or Checkpoint = Table."));
            }
        }

        if (findings.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(source, findings);
        }
    }

    /// <summary>All that may become of a listener's changes, whatever it throws.</summary>
    private static HashSet<OnExhausted> Outcomes(SourceOptions options, ListenerRoute route) =>
    [
        route.Retry.FirstOrDefault(rule => rule.On is null)?.OnExhausted ?? options.OnExhausted,
        .. route.Retry.Concat(options.RetryRules).Select(rule => rule.OnExhausted).OfType<OnExhausted>(),
    ];
}
