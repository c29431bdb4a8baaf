using PostgresWorker.Delivery.Retries;
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
            var policy = new RetryPolicy(route.Retry, options);
            if (policy.MayPark && options.Ordering == Ordering.None)
            {
                findings.Add(new Finding("park_unordered", $"Listener {route.Name} says OnExhausted = Park, but with Ordering = None no change waits for another; say OnExhausted = DeadLetter, or another Ordering."));
            }

            foreach (var outcome in (OnExhausted[])[OnExhausted.DeadLetter, OnExhausted.Park])
            {
                if (policy.MayEndIn(outcome) && options.Checkpoint == Checkpoint.SlotOnly)
                {
                    findings.Add(new Finding("dead_letter_store", $"Listener {route.Name} says OnExhausted = {outcome}, but with Checkpoint = SlotOnly nothing is written to the database; say OnExhausted = Halt, or Checkpoint = Table."));
                }
            }
        }

        if (findings.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(source, findings);
        }
    }
}
