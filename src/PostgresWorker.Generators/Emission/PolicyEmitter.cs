using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes what a method says of its calls as properties of its route.</summary>
internal static class PolicyEmitter
{
    private const string Rule = "global::PostgresWorker.Generated.RetryRule";

    public static IEnumerable<string> Properties(PolicyModel policy)
    {
        if (policy.Retry.Count > 0)
        {
            var rules = policy.Retry.Select(static rule => $"    new {Rule}{Initializer([.. Settings(rule)])},\n");
            yield return $"Retry = new {Rule}[]\n{{\n{string.Concat(rules)}}},";
        }

        if (policy.TimeoutMilliseconds != 0)
        {
            yield return $"Timeout = {Milliseconds(policy.TimeoutMilliseconds)},";
        }

        if (policy.Filters.Count > 0)
        {
            var filters = policy.Filters.Select(static filter => $"    static services => {RouteEmitter.Services}.GetRequiredService<{filter.Type}>(services),\n");
            yield return $"Filters = new global::PostgresWorker.Generated.ChangeFilterFactory[]\n{{\n{string.Concat(filters)}}},";
        }
    }

    private static string Initializer(string[] settings) => settings.Length == 0 ? "()" : $" {{ {string.Join(", ", settings)} }}";

    private static IEnumerable<string> Settings(RetryRuleModel rule)
    {
        if (rule.On is { } type)
        {
            yield return $"On = typeof({type})";
        }

        if (rule.MaxAttempts > 0)
        {
            yield return $"MaxAttempts = {Texts.Number(rule.MaxAttempts)}";
        }

        if (rule.MinDelayMilliseconds > 0)
        {
            yield return $"MinDelay = {Milliseconds(rule.MinDelayMilliseconds)}";
        }

        if (rule.MaxDelayMilliseconds > 0)
        {
            yield return $"MaxDelay = {Milliseconds(rule.MaxDelayMilliseconds)}";
        }

        if (rule.OnExhausted is { } member)
        {
            yield return $"OnExhausted = global::PostgresWorker.OnExhausted.{member}";
        }
    }

    private static string Milliseconds(int value) => value < 0
        ? "global::System.Threading.Timeout.InfiniteTimeSpan"
        : $"global::System.TimeSpan.FromMilliseconds({Texts.Number(value)})";
}
