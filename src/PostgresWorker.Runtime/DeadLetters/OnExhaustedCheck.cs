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
            if (policy.MayPark)
            {
                findings.Add(new Finding("park_unavailable", $"Listener {route.Name} says OnExhausted = Park, which this version does not know how to do; say DeadLetter, or Halt where no later change of the key may pass."));
            }

            if (policy.MayEndIn(OnExhausted.DeadLetter) && options.Checkpoint == Checkpoint.SlotOnly)
            {
                findings.Add(new Finding("dead_letter_store", $"Listener {route.Name} says OnExhausted = DeadLetter, but with Checkpoint = SlotOnly nothing is written to the database; say OnExhausted = Halt, or Checkpoint = Table."));
            }
        }

        if (findings.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(source, findings);
        }
    }
}
