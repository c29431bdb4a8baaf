using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Code as it is while someone types: tokens are missing, stand twice or in another's place. The same seed does the same damage.</summary>
internal sealed class Damage(uint seed)
{
    private uint _state = (seed * 2654435761u) | 1;

    public string To(string text)
    {
        var tokens = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().Select(static token => token.ToFullString()).ToList();
        for (var times = 1 + Choose(4); times > 0 && tokens.Count > 2; times--)
        {
            var place = Choose(tokens.Count - 1);
            switch (Choose(4))
            {
                case 0:
                    tokens.RemoveRange(place, Math.Min(1 + Choose(4), tokens.Count - place));
                    break;
                case 1:
                    tokens.Insert(place, tokens[place]);
                    break;
                case 2:
                    tokens.Insert(place, tokens[Choose(tokens.Count)]);
                    break;
                default:
                    (tokens[place], tokens[place + 1]) = (tokens[place + 1], tokens[place]);
                    break;
            }
        }

        return string.Concat(tokens);
    }

    // xorshift32.
    private int Choose(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)below);
    }
}
